import type { DeliveryStatus } from '@orderport/domain'

/** `EasyShipShipmentStatus`: v0's only word on delivery, and for Amazon Easy Ship orders alone. */
const byEasyShip: ReadonlyMap<string | null, DeliveryStatus> = new Map([
  ['PendingSchedule', 'preparing'],
  ['PendingPickUp', 'preparing'],
  ['PendingDropOff', 'preparing'],
  ['LabelCanceled', 'cancelled'],
  ['PickedUp', 'shipped'],
  ['DroppedOff', 'shipped'],
  ['AtOriginFC', 'in_transit'],
  ['AtDestinationFC', 'in_transit'],
  ['OutForDelivery', 'out_for_delivery'],
  ['Delivered', 'delivered'],
  ['RejectedByBuyer', 'undeliverable'],
  ['Undeliverable', 'undeliverable'],
  ['Lost', 'undeliverable'],
  ['Damaged', 'undeliverable'],
  ['ReturningToSeller', 'returned'],
  ['ReturnedToSeller', 'returned'],
])

/** How far an Easy Ship order is, or null where Amazon says nothing that we know. */
export function easyShipDeliveryStatus(shipmentStatus: string | null): DeliveryStatus | null {
  return byEasyShip.get(shipmentStatus) ?? null
}
