import type { DeliveryStatus, OrderStatus } from '@orderport/domain'
import type { AnsweredPackage } from './answer-schema.ts'

/** `packageStatus.status`. */
const byStatus: ReadonlyMap<string | null, DeliveryStatus> = new Map([
  ['PENDING', 'pending'],
  ['SHIPPED', 'shipped'],
  ['IN_TRANSIT', 'in_transit'],
  ['DELIVERED', 'delivered'],
  ['CANCELLED', 'cancelled'],
  ['UNDELIVERABLE', 'undeliverable'],
])

/** `packageStatus.detailedStatus`, which Amazon often leaves out. */
const byDetail: ReadonlyMap<string | null, DeliveryStatus> = new Map([
  ['PENDING_SCHEDULE', 'preparing'],
  ['PENDING_PICK_UP', 'preparing'],
  ['PENDING_DROP_OFF', 'preparing'],
  ['LABEL_CANCELLED', 'cancelled'],
  ['PICKED_UP', 'shipped'],
  ['DROPPED_OFF', 'shipped'],
  ['AT_ORIGIN_FC', 'in_transit'],
  ['AT_DESTINATION_FC', 'in_transit'],
  ['OUT_FOR_DELIVERY', 'out_for_delivery'],
  ['DELIVERED', 'delivered'],
  ['REJECTED_BY_BUYER', 'undeliverable'],
  ['UNDELIVERABLE', 'undeliverable'],
  ['LOST', 'undeliverable'],
  ['DAMAGED', 'undeliverable'],
  ['RETURNING_TO_SELLER', 'returned'],
  ['RETURNED_TO_SELLER', 'returned'],
])

/** From least to most advanced. Ways that end elsewhere than at the buyer stand before `delivered`. */
const advance: readonly DeliveryStatus[] = [
  'cancelled',
  'pending',
  'preparing',
  'shipped',
  'in_transit',
  'out_for_delivery',
  'undeliverable',
  'returned',
  'delivered',
]

/**
 * How far a parcel is. The detail refines the status and may run ahead of it, but never takes it back: a parcel that was
 * confirmed as shipped does not wait for its pick-up. Only a return comes after a delivery.
 * Without a status that we know, a parcel handed to its carrier is `shipped`, any other `pending`.
 */
export function parcelStatus(answered: Pick<AnsweredPackage, 'packageStatus' | 'shipTime'>): DeliveryStatus {
  const fallback = answered.shipTime === null ? 'pending' : 'shipped'
  const status = byStatus.get(answered.packageStatus?.status ?? null) ?? fallback
  const detail = byDetail.get(answered.packageStatus?.detailedStatus ?? null)
  if (detail === undefined || status === 'cancelled') return status
  if (detail === 'cancelled') return status === 'pending' ? 'cancelled' : status
  if (status === 'delivered') return detail === 'returned' ? 'returned' : 'delivered'
  return isAhead(detail, status) ? detail : status
}

/**
 * The whole order's status: the least advanced parcel that is not cancelled, so `delivered` only when all are.
 * `cancelled` when every parcel is, null when there is none.
 */
export function orderDeliveryStatus(parcels: readonly DeliveryStatus[]): DeliveryStatus | null {
  if (parcels.length === 0) return null
  const moving = new Set<DeliveryStatus>(parcels.filter((status) => status !== 'cancelled'))
  return advance.find((status) => moving.has(status)) ?? 'cancelled'
}

/** Nothing of a cancelled order is on its way; of any other order without parcels nothing is known. */
export function statusWithoutParcels(status: OrderStatus | null): DeliveryStatus | null {
  return status === 'Canceled' ? 'cancelled' : null
}

function isAhead(one: DeliveryStatus, other: DeliveryStatus): boolean {
  return advance.indexOf(one) > advance.indexOf(other)
}
