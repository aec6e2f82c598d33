import { anItem, anOrder } from '@orderport/domain/testing'
import { describe, expect, it } from 'vitest'
import { orderSchema } from './order-schema.ts'
import { toWireOrder } from './to-wire-order.ts'

describe('an order on the wire', () => {
  it('has money as JSON numbers and null where it isn’t known', () => {
    const wire = toWireOrder(
      anOrder({ totalAmount: null, products: [anItem({ price: '9.90' }), anItem({ price: null })] }),
    )
    expect(wire.totalAmount).toBeNull()
    expect(wire.products.map(({ price }) => price)).toEqual([9.9, null])
  })

  it('has both names of a value with two', () => {
    const wire = toWireOrder(anOrder({ products: [anItem({ quantity: 3 })] }))
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
    expect(toWireOrder(anOrder({ fulfillmentChannel }))).toMatchObject({ isFba, isFbm })
  })

  it('fits its schema, which adds and drops nothing', () => {
    const wire = toWireOrder(anOrder())
    expect(orderSchema.strict().parse(wire)).toEqual(wire)
    expect(Object.keys(orderSchema.shape)).toEqual(Object.keys(wire))
  })
})
