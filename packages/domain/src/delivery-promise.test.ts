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
const untracked = anOrder({ ...promise, status: 'Shipped', deliveryStatus: 'shipped', packages: [] })
const passed = { estimatedDeliveryAt: '2026-02-05T22:59:59.000Z' }
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
    ['shipped without packages, in time', untracked, 'on_time', null],
    [
      'partially shipped without packages, past its promise',
      { ...untracked, ...passed, status: 'PartiallyShipped' },
      'late',
      passed.estimatedDeliveryAt,
    ],
    [
      'shipped in a package with a code, past its promise',
      { ...untracked, ...passed, packages: [aPackage({ status: 'shipped' })] },
      'late',
      passed.estimatedDeliveryAt,
    ],
    [
      'picked up by the marketplace’s own carrier, past its promise',
      { ...untracked, ...passed, saidDeliveryStatus: 'shipped' },
      'late',
      passed.estimatedDeliveryAt,
    ],
    ['of a status that we don’t know, in time', { ...untracked, status: 'Unknown' }, 'unknown', null],
    [
      'of a status that we don’t know, past its promise',
      { ...untracked, ...passed, status: 'Unknown' },
      'unknown',
      null,
    ],
    [
      'of a status that we don’t know, with a package in transit, in time',
      { ...underWay, status: 'Unknown' },
      'on_time',
      null,
    ],
    ['unfulfillable', { ...toShip, status: 'Unfulfillable' }, 'unknown', null],
    [
      'unfulfillable, past its promise and its ship-by date',
      { ...toShip, ...passed, status: 'Unfulfillable', latestShipDate: '2026-02-01T00:00:00.000Z' },
      'unknown',
      null,
    ],
    ['cancelled', { ...underWay, status: 'Canceled', deliveryStatus: 'cancelled' }, 'unknown', null],
    [
      'shipped in packages that were all cancelled, past its promise',
      { ...underWay, ...passed, deliveryStatus: 'shipped', packages: [aPackage({ status: 'cancelled' })] },
      'unknown',
      null,
    ],
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

describe('a shipped order that nobody tracks, past its promise', () => {
  it.each([
    ['has no packages', { packages: [] }],
    ['is shipped by Amazon', { packages: [], fulfillmentChannel: 'AFN' }],
    ['waits for its invoice', { packages: [], status: 'InvoiceUnconfirmed' }],
    ['was shipped after its ship-by date', { packages: [], latestShipDate: '2026-02-01T00:00:00.000Z' }],
    ['has an older delivery status than its shipment', { packages: [], saidDeliveryStatus: 'preparing' }],
    ['has a package without a status', { packages: [aPackage({ status: null })] }],
    ['has a package without a tracking code', { packages: [aPackage({ status: 'shipped', trackingCode: null })] }],
    [
      'has a second package without a status',
      { packages: [aPackage({ status: 'delivered' }), aPackage({ status: null })] },
    ],
  ] as const)('isn’t late: it %s', (_name, change) => {
    const delivery = deliveryOf({ ...untracked, ...passed, ...change }, now)
    expect(delivery).toMatchObject({ state: 'unknown', since: null, promise: { to: passed.estimatedDeliveryAt } })
    expect(delivery.reason.fr).toContain("n'en donne pas le suivi")
    expect(delivery.reason.fr).toContain('la date promise est passée')
    expect(delivery.reason.en).toContain("doesn't track it")
  })

  it('says before the promise has passed that it hasn’t', () => {
    expect(deliveryOf(untracked, now).reason).toEqual({
      fr: "La commande est expédiée, mais Amazon n'en donne pas le suivi ; la date promise n'est pas passée.",
      en: "The order was shipped, but the marketplace doesn't track it; the promised date hasn't passed.",
    })
  })
})

it('an order that can’t be fulfilled is promised to nobody any more, and says so', () => {
  const { reason } = deliveryOf({ ...toShip, ...passed, status: 'Unfulfillable' }, now)
  expect(reason.fr).toContain("aucune livraison n'est plus promise")
  expect(reason.en).toContain('no delivery is promised any more')
})
