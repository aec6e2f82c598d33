import type { DeliveryStatus } from '@orderport/domain'
import type { EasyShipShipmentStatus } from '@sp-api-sdk/orders-api-v0'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { easyShipDeliveryStatus } from './delivery-status.ts'

/** Complete by its type: a status that Amazon adds to its model has to be added here. */
const published: Readonly<Record<EasyShipShipmentStatus, DeliveryStatus>> = {
  PendingSchedule: 'preparing',
  PendingPickUp: 'preparing',
  PendingDropOff: 'preparing',
  LabelCanceled: 'cancelled',
  PickedUp: 'shipped',
  DroppedOff: 'shipped',
  AtOriginFC: 'in_transit',
  AtDestinationFC: 'in_transit',
  OutForDelivery: 'out_for_delivery',
  Delivered: 'delivered',
  RejectedByBuyer: 'refused',
  Undeliverable: 'undeliverable',
  Lost: 'lost',
  Damaged: 'damaged',
  ReturningToSeller: 'returning',
  ReturnedToSeller: 'returned',
}

it.each(Object.entries(published))('%s is %s', (status, expected) => {
  expect(easyShipDeliveryStatus(status)).toBe(expected)
})

it('a missing status and one that we don’t know are null', () => {
  expect(easyShipDeliveryStatus(null)).toBeNull()
  expect(easyShipDeliveryStatus('Teleported')).toBeNull()
})

it('nothing but the word Delivered makes an order delivered', () => {
  fc.assert(
    fc.property(fc.string(), (status) => {
      fc.pre(status !== 'Delivered')
      expect(easyShipDeliveryStatus(status)).not.toBe('delivered')
    }),
  )
})
