import type { DeliveryStatus } from '@orderport/domain'
import type { PackageStatusStatusEnum } from '@sp-api-sdk/orders-api-2026-01-01'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packageStatus } from './delivery-status.ts'

const shipTime = '2026-02-06T15:00:00.000Z'

function statusOf(status: string | null, detailedStatus: string | null = null, shippedAt: string | null = null) {
  return packageStatus({ packageStatus: { status, detailedStatus }, shipTime: shippedAt })
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

describe('a package', () => {
  it.each(Object.entries(published))('%s is %s', (status, expected) => {
    expect(statusOf(status)).toBe(expected)
  })

  it.each<[string, string, DeliveryStatus]>([
    ['PENDING', 'PENDING_SCHEDULE', 'preparing'],
    ['PENDING', 'PENDING_PICK_UP', 'preparing'],
    ['PENDING', 'PENDING_DROP_OFF', 'preparing'],
    ['PENDING', 'LABEL_CANCELLED', 'cancelled'],
    ['SHIPPED', 'PICKED_UP', 'shipped'],
    ['SHIPPED', 'DROPPED_OFF', 'shipped'],
    ['SHIPPED', 'AT_ORIGIN_FC', 'in_transit'],
    ['IN_TRANSIT', 'AT_DESTINATION_FC', 'in_transit'],
    ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'out_for_delivery'],
    ['IN_TRANSIT', 'LOST', 'lost'],
    ['IN_TRANSIT', 'DAMAGED', 'damaged'],
    ['IN_TRANSIT', 'RETURNING_TO_SELLER', 'returning'],
    ['IN_TRANSIT', 'REJECTED_BY_BUYER', 'refused'],
    ['UNDELIVERABLE', 'REJECTED_BY_BUYER', 'refused'],
    ['UNDELIVERABLE', 'LOST', 'lost'],
    ['UNDELIVERABLE', 'DAMAGED', 'damaged'],
    ['UNDELIVERABLE', 'RETURNING_TO_SELLER', 'returning'],
    ['UNDELIVERABLE', 'UNDELIVERABLE', 'undeliverable'],
    ['UNDELIVERABLE', 'RETURNED_TO_SELLER', 'returned'],
    ['DELIVERED', 'DELIVERED', 'delivered'],
  ])('%s with %s is %s', (status, detail, expected) => {
    expect(statusOf(status, detail)).toBe(expected)
  })

  it.each<[string, string, DeliveryStatus]>([
    ['SHIPPED', 'PENDING_PICK_UP', 'shipped'],
    ['DELIVERED', 'OUT_FOR_DELIVERY', 'delivered'],
    ['DELIVERED', 'RETURNED_TO_SELLER', 'returned'],
    ['DELIVERED', 'RETURNING_TO_SELLER', 'returning'],
    ['DELIVERED', 'DAMAGED', 'delivered'],
    ['UNDELIVERABLE', 'OUT_FOR_DELIVERY', 'undeliverable'],
    ['CANCELLED', 'DELIVERED', 'cancelled'],
    ['IN_TRANSIT', 'LABEL_CANCELLED', 'in_transit'],
    ['IN_TRANSIT', 'TELEPORTED', 'in_transit'],
  ])('where %s and %s disagree it is %s', (status, detail, expected) => {
    expect(statusOf(status, detail)).toBe(expected)
  })

  it('without a status that we know has none, whether the carrier has it or not', () => {
    expect(statusOf(null)).toBeNull()
    expect(statusOf('TELEPORTED')).toBeNull()
    expect(statusOf('TELEPORTED', 'TELEPORTED', shipTime)).toBeNull()
    expect(packageStatus({ packageStatus: null, shipTime: null })).toBeNull()
  })

  it('without a status has what its detail says, unless its shipping date says more', () => {
    expect(statusOf(null, 'OUT_FOR_DELIVERY')).toBe('out_for_delivery')
    expect(statusOf(null, 'PICKED_UP', shipTime)).toBe('shipped')
    expect(statusOf(null, 'PENDING_PICK_UP')).toBe('preparing')
    expect(statusOf(null, 'PENDING_PICK_UP', shipTime)).toBeNull()
    expect(statusOf(null, 'LABEL_CANCELLED')).toBe('cancelled')
    expect(statusOf(null, 'LABEL_CANCELLED', shipTime)).toBeNull()
  })

  it('nothing but the word DELIVERED makes a package delivered', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (status, detail) => {
        fc.pre(status !== 'DELIVERED' && detail !== 'DELIVERED')
        expect(statusOf(status, detail, shipTime)).not.toBe('delivered')
      }),
    )
  })
})
