import type { ErrorCode } from '@orderport/domain'
import type { AmazonFault } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrderId } from '../testing/sample-order.ts'

function answer(status: number, body?: unknown): AmazonFault {
  return { kind: 'answer', status, body }
}

const blanks: readonly (readonly [name: string, body: unknown])[] = [
  ['{}', {}],
  ['an empty payload', { payload: {} }],
  ['no payload', { payload: null }],
  ['a payload of blank fields', { payload: { AmazonOrderId: '', OrderStatus: '', OrderTotal: null } }],
  ['a payload without an id', { payload: { OrderStatus: 'Shipped' } }],
]

const unknown: readonly (readonly [name: string, fault: AmazonFault])[] = [
  ['{}', answer(200, {})],
  ['an empty payload', answer(200, { payload: {} })],
  ['no item', answer(200, { payload: { AmazonOrderId: sampleOrderId, OrderItems: [] } })],
  ['items of another order', { kind: 'other-order' }],
  ['a 404 about the order', answer(404, { errors: [{ code: 'NotFound', message: 'The order was not found.' }] })],
]

const failing: readonly (readonly [name: string, fault: AmazonFault, code: ErrorCode])[] = [
  ['500', { kind: 'internal-failure' }, 'UPSTREAM_ERROR'],
  ['429', { kind: 'throttled' }, 'RATE_LIMITED'],
  ['a gateway’s 404', answer(404, { message: 'Not Found' }), 'UPSTREAM_ERROR'],
  ['zero bytes', { kind: 'empty' }, 'UPSTREAM_ERROR'],
]

describe('a blank order', () => {
  it.each(blanks)('(%s) whose items name it is made of its items', async (_name, body) => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: answer(200, body) })
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ externalOrderId: sampleOrderId, status: null, totalAmount: null, currency: 'EUR' })
    expect(order.products.map(({ name, lineTotal }) => [name, lineTotal])).toEqual([
      ['Bouilloire en inox', '37.98'],
      ['Torchon', '9.99'],
    ])
    expect(order.rawData).toMatchObject({ order: {}, orderItems: [{ ASIN: 'B000000001' }, { ASIN: 'B000000002' }] })
  })

  it.each(unknown)('with %s for its items is not found', async (_name, fault) => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: answer(200, { payload: {} }) })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  })

  it.each(failing)('whose items fail with %s is not said to be missing', async (_name, fault, code) => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: answer(200, { payload: {} }) })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault, times: 3 })
    expect((await expectFailure(shop.fetchOrder())).code).toBe(code)
  })

  it('is not blank when it has another id, or Amazon says that it doesn’t know it', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: { kind: 'other-order' } })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('ORDER_NOT_FOUND_FOR_TENANT')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: answer(404, { errors: [{ code: 'NotFound' }] }) })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  })
})
