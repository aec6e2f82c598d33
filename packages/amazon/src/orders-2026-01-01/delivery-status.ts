import { type DeliveryStatus, isAhead } from '@orderport/domain'
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
  ['REJECTED_BY_BUYER', 'refused'],
  ['UNDELIVERABLE', 'undeliverable'],
  ['LOST', 'lost'],
  ['DAMAGED', 'damaged'],
  ['RETURNING_TO_SELLER', 'returning'],
  ['RETURNED_TO_SELLER', 'returned'],
])

/** Why a package is undeliverable, and what became of it. */
const undeliverable: ReadonlySet<DeliveryStatus> = new Set(['lost', 'damaged', 'refused', 'returning', 'returned'])
/** All that comes after a delivery. */
const returns: ReadonlySet<DeliveryStatus> = new Set(['returning', 'returned'])

/**
 * Returns how far a package has got, or null without a status that we know. The detail refines the status and may run
 * ahead of it, but never takes it back: a package that was confirmed as shipped is not waiting for its pick-up. Only a
 * return comes after a delivery. Where the status is missing, the detail refines what the shipping date implies.
 */
export function packageStatus({
  packageStatus: answered,
  shipTime,
}: Pick<AnsweredPackage, 'packageStatus' | 'shipTime'>): DeliveryStatus | null {
  const known = byStatus.get(answered?.status ?? null) ?? null
  const status = known ?? (shipTime === null ? 'pending' : 'shipped')
  const detail = byDetail.get(answered?.detailedStatus ?? null)
  if (detail === undefined || status === 'cancelled') return known
  if (detail === 'cancelled') return status === 'pending' ? 'cancelled' : known
  if (status === 'delivered') return returns.has(detail) ? detail : 'delivered'
  if (status === 'undeliverable' && undeliverable.has(detail)) return detail
  return detail === status || isAhead(detail, status) ? detail : known
}
