import { deliveryStatuses, type DeliveryStatus } from '@orderport/domain'
import type { PackageStatusStatusEnum } from '@sp-api-sdk/orders-api-2026-01-01'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderDeliveryStatus, parcelStatus } from './delivery-status.ts'

function parcel(status: string | null, detailedStatus: string | null = null, shipTime: string | null = null) {
  return parcelStatus({ packageStatus: { status, detailedStatus }, shipTime })
}

/** Complete by its type: a status that Amazon adds to its model has to be added here. */
const published: Readonly<Record<PackageStatusStatusEnum, DeliveryStatus>> = {
  PENDING: 'pending',
  SHIPPED: 'shipped',
  IN_TRANSIT: 'in_transit',
  DELIVERED: 'delivered',
  CANCELLED: 'cancelled',
  UNDELIVERABLE: 'undeliverable',
}

describe('a parcel', () => {
  test.each(Object.entries(published))('%s is %s', (status, expected) => {
    expect(parcel(status)).toBe(expected)
  })

  test.each<[string, string, DeliveryStatus]>([
    ['PENDING', 'PENDING_SCHEDULE', 'preparing'],
    ['PENDING', 'PENDING_PICK_UP', 'preparing'],
    ['PENDING', 'PENDING_DROP_OFF', 'preparing'],
    ['PENDING', 'LABEL_CANCELLED', 'cancelled'],
    ['SHIPPED', 'PICKED_UP', 'shipped'],
    ['SHIPPED', 'DROPPED_OFF', 'shipped'],
    ['SHIPPED', 'AT_ORIGIN_FC', 'in_transit'],
    ['IN_TRANSIT', 'AT_DESTINATION_FC', 'in_transit'],
    ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'out_for_delivery'],
    ['IN_TRANSIT', 'LOST', 'undeliverable'],
    ['IN_TRANSIT', 'DAMAGED', 'undeliverable'],
    ['IN_TRANSIT', 'RETURNING_TO_SELLER', 'returned'],
    ['UNDELIVERABLE', 'REJECTED_BY_BUYER', 'undeliverable'],
    ['UNDELIVERABLE', 'UNDELIVERABLE', 'undeliverable'],
    ['UNDELIVERABLE', 'RETURNED_TO_SELLER', 'returned'],
    ['DELIVERED', 'DELIVERED', 'delivered'],
  ])('%s with %s is %s', (status, detail, expected) => {
    expect(parcel(status, detail)).toBe(expected)
  })

  test.each<[string, string, DeliveryStatus]>([
    ['SHIPPED', 'PENDING_PICK_UP', 'shipped'],
    ['DELIVERED', 'OUT_FOR_DELIVERY', 'delivered'],
    ['DELIVERED', 'RETURNED_TO_SELLER', 'returned'],
    ['CANCELLED', 'DELIVERED', 'cancelled'],
    ['IN_TRANSIT', 'LABEL_CANCELLED', 'in_transit'],
    ['IN_TRANSIT', 'TELEPORTED', 'in_transit'],
  ])('where %s and %s disagree it is %s', (status, detail, expected) => {
    expect(parcel(status, detail)).toBe(expected)
  })

  test('without a status that we know, only a parcel handed to its carrier is shipped', () => {
    expect(parcel(null)).toBe('pending')
    expect(parcel('TELEPORTED')).toBe('pending')
    expect(parcel('TELEPORTED', null, '2026-02-06T15:00:00.000Z')).toBe('shipped')
    expect(parcelStatus({ packageStatus: null, shipTime: null })).toBe('pending')
  })

  test('nothing but the word DELIVERED makes a parcel delivered', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (status, detail) => {
        fc.pre(status !== 'DELIVERED' && detail !== 'DELIVERED')
        expect(parcel(status, detail, '2026-02-06T15:00:00.000Z')).not.toBe('delivered')
      }),
    )
  })
})

describe('an order', () => {
  test('is as far as its least advanced parcel', () => {
    expect(orderDeliveryStatus(['delivered', 'in_transit', 'shipped'])).toBe('shipped')
  })

  test('ignores cancelled parcels unless there is no other', () => {
    expect(orderDeliveryStatus(['cancelled', 'out_for_delivery'])).toBe('out_for_delivery')
    expect(orderDeliveryStatus(['cancelled', 'cancelled'])).toBe('cancelled')
  })

  test('without a parcel has no delivery status', () => {
    expect(orderDeliveryStatus([])).toBeNull()
  })

  test('is delivered only when all parcels that are not cancelled are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...deliveryStatuses), { minLength: 1 }), (parcels) => {
        const rest = parcels.filter((status) => status !== 'cancelled')
        const all = rest.length > 0 && rest.every((status) => status === 'delivered')
        expect(orderDeliveryStatus(parcels) === 'delivered').toBe(all)
      }),
    )
  })
})
