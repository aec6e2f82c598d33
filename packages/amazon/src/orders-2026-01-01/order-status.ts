import type { FulfillmentChannel, OrderStatus } from '@orderport/domain'

/** The statuses of 2026-01-01, in the spelling that the deployed clients know: v0's. */
const statuses: Readonly<Record<string, OrderStatus>> = {
  PENDING_AVAILABILITY: 'PendingAvailability',
  PENDING: 'Pending',
  UNSHIPPED: 'Unshipped',
  PARTIALLY_SHIPPED: 'PartiallyShipped',
  SHIPPED: 'Shipped',
  // Not in the published model, but in Amazon's own migration table.
  INVOICE_UNCONFIRMED: 'InvoiceUnconfirmed',
  CANCELLED: 'Canceled',
  UNFULFILLABLE: 'Unfulfillable',
}

const channels: Readonly<Record<string, FulfillmentChannel>> = { MERCHANT: 'MFN', AMAZON: 'AFN' }

/** Returns null when Amazon sent no status, `Unknown` when it sent one that the table doesn't hold. */
export function toOrderStatus(fulfillmentStatus: string | null): OrderStatus | null {
  if (fulfillmentStatus === null) return null
  return ownValue(statuses, fulfillmentStatus) ?? 'Unknown'
}

/** Returns who ships the order, or null when Amazon doesn't say or names a channel that we don't know. */
export function toFulfillmentChannel(fulfilledBy: string | null): FulfillmentChannel | null {
  return fulfilledBy === null ? null : ownValue(channels, fulfilledBy)
}

function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null
}
