import type { FulfillmentChannel, OrderStatus } from '@orderport/domain'

/** Amazon's statuses of 2026-01-01 in the spelling of the deployed clients. */
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

/** Null when Amazon gave no status; `Unknown` when it gave one that this table does not know. */
export function toOrderStatus(fulfillmentStatus: string | null): OrderStatus | null {
  if (fulfillmentStatus === null) return null
  return ownValue(statuses, fulfillmentStatus) ?? 'Unknown'
}

/** Who ships, or null when Amazon does not say or names somebody new. */
export function toFulfillmentChannel(fulfilledBy: string | null): FulfillmentChannel | null {
  return fulfilledBy === null ? null : ownValue(channels, fulfilledBy)
}

function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null
}
