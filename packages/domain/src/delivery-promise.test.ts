import { describe, expect, it } from 'vitest'
import { deliveryOf } from './delivery-promise.ts'
import { anOrder, aPackage } from './testing.ts'

const now = '2026-02-06T12:00:00.000Z'
const promise = { deliverFrom: '2026-02-08T08:00:00.000Z', estimatedDeliveryAt: '2026-02-10T22:59:59.000Z' }
const toShip = anOrder({
  ...promise,
  status: 'Unshipped',
  deliveryStatus: 'pending',
  packages: [],
  shippedAt: null,
  latestShipDate: '2026-02-07T22:59:59.000Z',
})
const underWay = anOrder({ ...promise, status: 'Shipped', deliveryStatus: 'in_transit' })
const delivered = anOrder({ ...promise, status: 'Shipped', deliveryStatus: 'delivered' })

describe('the promise of a delivery', () => {
  it('is the window that the marketplace gave', () => {
    expect(deliveryOf(toShip, now).promise).toEqual({ from: promise.deliverFrom, to: promise.estimatedDeliveryAt })
    expect(deliveryOf({ ...toShip, deliverFrom: null, estimatedDeliveryAt: null }, now).promise).toEqual({
      from: null,
      to: null,
    })
  })

  it.each([
    ['to be shipped, in time', toShip, 'on_time', null],
    [
      'to be shipped, past its ship-by date',
      { ...toShip, latestShipDate: '2026-02-05T22:59:59.000Z' },
      'at_risk',
      '2026-02-05T22:59:59.000Z',
    ],
    [
      'to be shipped, past its promise',
      { ...toShip, estimatedDeliveryAt: '2026-02-05T22:59:59.000Z' },
      'late',
      '2026-02-05T22:59:59.000Z',
    ],
    ['under way', underWay, 'on_time', null],
    [
      'under way, shipped late but in time',
      { ...underWay, latestShipDate: '2026-02-05T00:00:00.000Z' },
      'on_time',
      null,
    ],
    [
      'under way, past its promise',
      { ...underWay, estimatedDeliveryAt: '2026-02-06T11:59:59.000Z' },
      'late',
      '2026-02-06T11:59:59.000Z',
    ],
    [
      'lost',
      {
        ...underWay,
        deliveryStatus: 'lost',
        packages: [aPackage({ status: 'lost', statusSince: '2026-02-06T09:00:00.000Z' })],
      },
      'at_risk',
      '2026-02-06T09:00:00.000Z',
    ],
    ['delivered, nobody says when', delivered, 'delivered', null],
    [
      'delivered in time',
      { ...delivered, deliveredAt: '2026-02-10T10:00:00.000Z' },
      'delivered',
      '2026-02-10T10:00:00.000Z',
    ],
    [
      'delivered late',
      { ...delivered, deliveredAt: '2026-02-11T10:00:00.000Z' },
      'delivered_late',
      '2026-02-11T10:00:00.000Z',
    ],
    [
      'delivered, and not yet when the promise had passed',
      { ...delivered, notDeliveredAt: '2026-02-11T00:00:00.000Z' },
      'delivered_late',
      null,
    ],
    [
      'delivered, and not yet before the promise passed',
      { ...delivered, notDeliveredAt: '2026-02-10T00:00:00.000Z' },
      'delivered',
      null,
    ],
    ['delivered without a promise', { ...delivered, estimatedDeliveryAt: null }, 'delivered', null],
    ['cancelled', { ...underWay, status: 'Canceled', deliveryStatus: 'cancelled' }, 'unknown', null],
    ['returned', { ...underWay, deliveryStatus: 'returned' }, 'unknown', null],
    ['under way without a promise', { ...underWay, estimatedDeliveryAt: null }, 'unknown', null],
    ['to be shipped without any date', { ...toShip, estimatedDeliveryAt: null, latestShipDate: null }, 'unknown', null],
    [
      'to be shipped without a promise, past its ship-by date',
      { ...toShip, estimatedDeliveryAt: null, latestShipDate: '2026-02-05T00:00:00.000Z' },
      'at_risk',
      '2026-02-05T00:00:00.000Z',
    ],
  ] as const)('of an order that is %s', (_name, order, state, since) => {
    const delivery = deliveryOf(order, now)
    expect(delivery).toMatchObject({ state, since })
    expect(delivery.reason.fr).toMatch(/\.$/)
    expect(delivery.reason.en).toMatch(/\.$/)
    expect(delivery.reason.fr).not.toContain('introuvable')
  })
})
