import { anAddress, anItem, anOrder, aPackage } from '@orderport/domain/testing'
import { describe, expect, it } from 'vitest'
import { orderSchema } from './order-schema.ts'
import { toWireOrder } from './to-wire-order.ts'

const now = new Date('2026-02-06T12:00:00.000Z')

describe('an order on the wire', () => {
  it('has money as JSON numbers and null where it isn’t known', () => {
    const wire = toWireOrder(
      anOrder({ totalAmount: null, products: [anItem({ price: '9.90' }), anItem({ price: null })] }),
      now,
    )
    expect(wire.totalAmount).toBeNull()
    expect(wire.products.map(({ price }) => price)).toEqual([9.9, null])
  })

  it('has both names of a value with two', () => {
    const wire = toWireOrder(anOrder({ products: [anItem({ quantity: 3 })] }), now)
    expect([wire.orderId, wire.externalOrderId, wire.orderStatus, wire.orderDate]).toEqual([
      wire.id,
      wire.ref,
      wire.status,
      wire.date,
    ])
    expect(wire.products[0]).toMatchObject({ quantity: 3, qty: 3 })
  })

  it.each([
    ['MFN', false, true],
    ['AFN', true, false],
    [null, false, false],
  ] as const)('for %s: isFba is %s, isFbm is %s', (fulfillmentChannel, isFba, isFbm) => {
    expect(toWireOrder(anOrder({ fulfillmentChannel }), now)).toMatchObject({ isFba, isFbm })
  })

  it('names the customer after the buyer, else after the recipient, and the recipient apart', () => {
    const shippingAddress = { ...anAddress(), name: 'Léa Petit' }
    const names = (customerName: string | null) => toWireOrder(anOrder({ customerName, shippingAddress }), now)
    expect(names('Camille Durand')).toMatchObject({ customer: { name: 'Camille Durand' }, recipientName: 'Léa Petit' })
    expect(names(null)).toMatchObject({ customer: { name: 'Léa Petit' }, recipientName: 'Léa Petit' })
  })

  it('shows no price in another currency than the order’s, but the item’s total with its currency', () => {
    const { products } = toWireOrder(
      anOrder({ products: [anItem({ currency: 'GBP' }), anItem({ currency: null })] }),
      now,
    )
    expect(products).toMatchObject([
      { price: null, lineTotal: 29.99, currency: 'GBP' },
      { price: 29.99, lineTotal: 29.99, currency: 'EUR' },
    ])
  })

  it('tells what a package holds by the names of its items', () => {
    const contents = [
      { orderItemId: '1', quantity: 2 },
      { orderItemId: 'gone', quantity: null },
    ]
    expect(toWireOrder(anOrder({ packages: [aPackage({ contents })] }), now).packages[0]?.contents).toEqual([
      { name: 'Théière en fonte', sku: 'TEA-1', quantity: 2 },
      { name: null, sku: null, quantity: null },
    ])
  })

  it.each([
    ['2026-02-10T00:00:00.000Z', 'on_time', 'ok'],
    ['2026-02-05T00:00:00.000Z', 'late', 'breached'],
    [null, 'unknown', 'ok'],
  ])('promised for %s is %s, in three words %s', (estimatedDeliveryAt, state, slaStatus) => {
    const wire = toWireOrder(anOrder({ estimatedDeliveryAt }), now)
    expect(wire).toMatchObject({ slaStatus, delivery: { state, promise: { to: estimatedDeliveryAt } } })
  })

  it('shipped without packages, past its promise, is unknown, with words that say why', () => {
    const untracked = anOrder({
      packages: [],
      deliveryStatus: 'shipped',
      estimatedDeliveryAt: '2026-02-05T00:00:00.000Z',
    })
    const { slaStatus, delivery } = toWireOrder(untracked, now)
    expect([slaStatus, delivery.state]).toEqual(['ok', 'unknown'])
    expect(delivery.reason.fr).toMatch(/suivi.*la date promise est passée/)
  })

  it('has the status that its shipment implies for a package without one', () => {
    const packages = [aPackage({ status: null }), aPackage({ status: 'lost' })]
    expect(toWireOrder(anOrder({ packages }), now).packages.map(({ status }) => status)).toEqual(['shipped', 'lost'])
  })

  it('fits its schema, which adds and drops nothing', () => {
    const wire = toWireOrder(anOrder(), now)
    expect(orderSchema.strict().parse(wire)).toEqual(wire)
    expect(Object.keys(orderSchema.shape).toSorted()).toEqual(Object.keys(wire).toSorted())
  })
})
