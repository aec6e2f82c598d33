import type { DeliveryStatus } from '@orderport/domain'

/** `EasyShipShipmentStatus`: all that v0 says about delivery, and for Amazon Easy Ship orders only. */
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
  ['RejectedByBuyer', 'refused'],
  ['Undeliverable', 'undeliverable'],
  ['Lost', 'lost'],
  ['Damaged', 'damaged'],
  ['ReturningToSeller', 'returning'],
  ['ReturnedToSeller', 'returned'],
])

/** Returns how far an Easy Ship order has got, or null where Amazon sends no status that we know. */
export function easyShipDeliveryStatus(shipmentStatus: string | null): DeliveryStatus | null {
  return byEasyShip.get(shipmentStatus) ?? null
}
