import { aLine, anOrder } from '@orderport/domain/testing'
import { describe, expect, it } from 'vitest'
import { orderSchema } from './order-schema.ts'
import { toWireOrder } from './to-wire-order.ts'

describe('an order on the wire', () => {
  it('has money as JSON numbers and null where it isn’t known', () => {
    const wire = toWireOrder(
      anOrder({ totalAmount: null, products: [aLine({ price: '9.90' }), aLine({ price: null })] }),
    )
    expect(wire.totalAmount).toBeNull()
    expect(wire.products.map(({ price }) => price)).toEqual([9.9, null])
  })

  it('has both names of what goes by two', () => {
    const wire = toWireOrder(anOrder({ products: [aLine({ quantity: 3 })] }))
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
  ] as const)('says for %s: isFba %s, isFbm %s', (fulfillmentChannel, isFba, isFbm) => {
    expect(toWireOrder(anOrder({ fulfillmentChannel }))).toMatchObject({ isFba, isFbm })
  })

  it('fits its schema, and the schema adds or drops nothing', () => {
    const wire = toWireOrder(anOrder())
    expect(orderSchema.strict().parse(wire)).toEqual(wire)
    expect(Object.keys(orderSchema.shape)).toEqual(Object.keys(wire))
  })
})
