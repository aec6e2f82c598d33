import { describe, expect, it } from 'vitest'
import { orderDeliveryStatus } from './delivery-status.ts'
import { deliveryStatuses, type DeliveryStatus } from './order-status.ts'

const whole = [{ quantity: 2, quantityShipped: 2 }]
const partly = [...whole, { quantity: 1, quantityShipped: 0 }]
const packages = (...statuses: DeliveryStatus[]) => statuses.map((status) => ({ status }))

describe('the delivery of a whole order', () => {
  it('is its least advanced package that isn’t cancelled', () => {
    const order = { status: 'Shipped', products: whole, said: null } as const
    const judged = (...statuses: DeliveryStatus[]) => orderDeliveryStatus({ ...order, packages: packages(...statuses) })
    expect(judged('delivered', 'in_transit')).toBe('in_transit')
    expect(judged('delivered', 'cancelled')).toBe('delivered')
    expect(judged('cancelled', 'cancelled')).toBe('cancelled')
    expect(judged('delivered', 'lost')).toBe('lost')
    expect(judged('returning', 'returned')).toBe('returning')
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

  it('is cancelled for a cancelled order, whatever its packages say', () => {
    expect(orderDeliveryStatus({ status: 'Canceled', products: [], packages: packages('pending'), said: null })).toBe(
      'cancelled',
    )
  })
})
