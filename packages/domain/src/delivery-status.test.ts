import { describe, expect, it } from 'vitest'
import { isKnownUndelivered, orderDeliveryStatus, packageDeliveryStatus } from './delivery-status.ts'
import { deliveryStatuses, shippedStatuses, unshippedStatuses, type DeliveryStatus } from './order-status.ts'
import { anOrder, aPackage } from './testing.ts'

const whole = [{ quantity: 2, quantityShipped: 2 }]
const partly = [...whole, { quantity: 1, quantityShipped: 0 }]
const packages = (...statuses: (DeliveryStatus | null)[]) => statuses.map((status) => ({ status, shippedAt: null }))

describe('the delivery of a whole order', () => {
  it('is its least advanced package that isn’t cancelled', () => {
    const order = { status: 'Shipped', products: whole, said: null } as const
    const judged = (...statuses: DeliveryStatus[]) => orderDeliveryStatus({ ...order, packages: packages(...statuses) })
    expect(judged('delivered', 'in_transit')).toBe('in_transit')
    expect(judged('delivered', 'cancelled')).toBe('delivered')
    expect(judged('delivered', 'lost')).toBe('lost')
    expect(judged('returning', 'returned')).toBe('returning')
  })

  it.each([
    ['Unshipped', 'pending'],
    ['PartiallyShipped', 'shipped'],
    ['Shipped', 'shipped'],
  ] as const)('is what the status of a %s order implies (%s) once every label was cancelled', (status, implied) => {
    const order = { status, products: whole, packages: packages('cancelled', 'cancelled'), said: null }
    expect(orderDeliveryStatus(order)).toBe(implied)
  })

  it.each(deliveryStatuses)('is never delivered while a package is %s', (other) => {
    const order = { status: 'Shipped', products: whole, said: null } as const
    const judged = orderDeliveryStatus({ ...order, packages: packages('delivered', other) })
    expect(judged === 'delivered').toBe(other === 'delivered' || other === 'cancelled')
  })

  it.each([
    ['PartiallyShipped', whole],
    ['Unshipped', whole],
    ['Shipped', partly],
  ] as const)('is not delivered for a %s order of %j whose one package arrived', (status, products) => {
    expect(orderDeliveryStatus({ status, products, packages: packages('delivered'), said: null })).toBe('shipped')
    expect(orderDeliveryStatus({ status, products, packages: [], said: 'delivered' })).toBe('shipped')
  })

  it('counts items of which nothing is known, or that were cancelled, as shipped', () => {
    const products = [
      { quantity: 0, quantityShipped: 0 },
      { quantity: 1, quantityShipped: null },
    ]
    expect(orderDeliveryStatus({ status: 'Shipped', products, packages: packages('delivered'), said: null })).toBe(
      'delivered',
    )
  })

  it('is shipped for a shipped order without packages', () => {
    const order = { products: whole, packages: [] }
    expect(orderDeliveryStatus({ ...order, status: 'Shipped', said: null })).toBe('shipped')
    expect(orderDeliveryStatus({ ...order, status: 'Shipped', said: 'pending' })).toBe('shipped')
    expect(orderDeliveryStatus({ ...order, status: 'Shipped', said: 'out_for_delivery' })).toBe('out_for_delivery')
    expect(orderDeliveryStatus({ ...order, status: 'Unshipped', said: null })).toBe('pending')
  })

  it('is shipped for a shipped order whose package has no status', () => {
    const order = { products: whole, said: null }
    const judged = (...statuses: (DeliveryStatus | null)[]) =>
      orderDeliveryStatus({ ...order, status: 'Shipped', packages: packages(...statuses) })
    expect(judged(null)).toBe('shipped')
    expect(judged(null, 'delivered')).toBe('shipped')
    expect(orderDeliveryStatus({ ...order, status: 'Unshipped', packages: packages(null) })).toBe('pending')
  })

  it('is cancelled for a cancelled order, whatever its packages say', () => {
    expect(orderDeliveryStatus({ status: 'Canceled', products: [], packages: packages('pending'), said: null })).toBe(
      'cancelled',
    )
  })
})

it('a package without a status is shipped if it has a shipping date or its order was shipped', () => {
  const unstated = { status: null, shippedAt: null }
  expect(packageDeliveryStatus(unstated, 'PartiallyShipped')).toBe('pending')
  expect(packageDeliveryStatus(unstated, 'Shipped')).toBe('shipped')
  expect(packageDeliveryStatus({ ...unstated, shippedAt: '2026-02-06T08:00:00.000Z' }, 'Unknown')).toBe('shipped')
  expect(packageDeliveryStatus({ ...unstated, status: 'lost' }, 'Shipped')).toBe('lost')
})

describe('an order that is known not to have arrived', () => {
  const untracked = { packages: [], deliveryStatus: 'shipped', saidDeliveryStatus: null } as const

  it.each(unshippedStatuses)('is %s', (status) => {
    expect(isKnownUndelivered(anOrder({ ...untracked, status }))).toBe(true)
  })

  it.each(shippedStatuses)('is not one that is %s and has no packages', (status) => {
    expect(isKnownUndelivered(anOrder({ ...untracked, status }))).toBe(false)
  })

  it.each([
    ['in transit', [aPackage()], true],
    ['waiting for its pick-up', [aPackage({ status: 'preparing' })], true],
    ['shipped with a tracking code', [aPackage({ status: 'shipped' })], true],
    ['shipped without a tracking code', [aPackage({ status: 'shipped', trackingCode: null })], false],
    ['in transit without a tracking code', [aPackage({ trackingCode: null })], true],
    ['without a status', [aPackage({ status: null })], false],
    ['delivered, and another without a status', [aPackage({ status: 'delivered' }), aPackage({ status: null })], false],
    ['delivered, and another in transit', [aPackage({ status: 'delivered' }), aPackage()], true],
    ['delivered, and an item still to be shipped', [aPackage({ status: 'delivered' })], true],
  ])('by a package that is %s: %j', (_name, shipped, expected) => {
    expect(isKnownUndelivered(anOrder({ ...untracked, packages: shipped }))).toBe(expected)
  })

  it('has a delivery status of its own that is still in force', () => {
    const said = (saidDeliveryStatus: DeliveryStatus, deliveryStatus: DeliveryStatus) =>
      isKnownUndelivered(anOrder({ packages: [], saidDeliveryStatus, deliveryStatus }))
    expect(said('out_for_delivery', 'out_for_delivery')).toBe(true)
    expect(said('shipped', 'shipped')).toBe(true)
    expect(said('preparing', 'shipped')).toBe(false)
    expect(said('delivered', 'delivered')).toBe(false)
  })
})
