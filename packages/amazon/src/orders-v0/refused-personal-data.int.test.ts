import type { AmazonFault } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { reducedOrderHint } from '../reduced-order.ts'
import { longOrder, longOrderId } from './testing/long-order.ts'

function answer(status: number, body?: unknown): AmazonFault {
  return { kind: 'answer', status, body }
}

function error(status: number, code: string, message: string): AmazonFault {
  return answer(status, { errors: [{ code, message }] })
}

const always = Number.POSITIVE_INFINITY
/** What an order has without personal data. */
const impersonal = { status: 'Shipped', totalAmount: '47.97', customerName: null, giftMessage: null }
const personal = { parts: ['buyerInfo', 'shippingAddress'], sellerId: 'A1SELLER', region: 'eu-west-1' }

const refusals: readonly (readonly [name: string, fault: AmazonFault])[] = [
  ['403 without details', { kind: 'forbidden', reason: 'no-details' }],
  ['403 for a missing role', { kind: 'forbidden', reason: 'access-denied' }],
  ['403 from a gateway', answer(403, { message: 'Forbidden' })],
  ['403 without a body', answer(403)],
]

describe('an order comes without personal data, and an operator is told why,', () => {
  it.each([
    ...refusals,
    ['400 of another kind', error(400, 'InvalidRequest', 'Bad path')] as const,
    ['400 about a path', error(400, 'InvalidInput', 'Invalid path /orders/v0/orders/{orderId}')] as const,
  ])('where the restricted token is refused with %s', async (_name, fault) => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'createRestrictedDataToken', fault, times: always })
    const order = await shop.fetchOrder()
    expect(order).toMatchObject(impersonal)
    expect(order.products).toHaveLength(2)
    expect(shop.reduced).toMatchObject([
      { operation: 'createRestrictedDataToken', ...personal, hint: reducedOrderHint },
    ])
    expect(shop.reduced[0]?.refusal).toMatch(/^createRestrictedDataToken answered 40[03] /)
    shop.amazon.faults.clear()
    await expect(shop.fetchOrder(), 'the refusal is not remembered').resolves.toMatchObject({
      customerName: 'Camille Petit',
    })
  })

  it.each(refusals)('where the call with it is refused with %s', async (_name, fault) => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault })
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ ...impersonal, giftMessage: order.giftMessage })
    expect(shop.reduced).toMatchObject([{ operation: 'v0.getOrder', ...personal }])
    expect(shop.reduced[0]?.refusal).toMatch(/^v0\.getOrder answered 403 /)
    await expect(shop.fetchOrder(), 'the refusal is not remembered').resolves.toMatchObject({
      customerName: 'Camille Petit',
    })
  })

  it('where the call for its items is refused, and the token is not tried on every page', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.usagePlans.switchOff()
    shop.seller.putOrder(longOrder(8))
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: { kind: 'forbidden', reason: 'no-details' } })
    expect((await shop.fetchOrder(longOrderId)).products).toHaveLength(8)
    expect(shop.reduced).toMatchObject([{ operation: 'v0.getOrderItems', ...personal }])
    expect(shop.amazon.requestLog.count('v0.getOrderItems')).toBe(5)
  })

  it('where both are refused, once for each', async () => {
    await using shop = await connectSeller('v0')
    for (const operation of ['v0.getOrder', 'v0.getOrderItems'] as const) {
      shop.amazon.faults.push({ operation, fault: { kind: 'forbidden', reason: 'no-details' } })
    }
    await expect(shop.fetchOrder()).resolves.toMatchObject(impersonal)
    expect(shop.reduced.map(({ operation }) => operation).toSorted()).toEqual(['v0.getOrder', 'v0.getOrderItems'])
  })
})

it('a token for orders alone is used where Amazon refuses one for their items as well', async () => {
  await using shop = await connectSeller('v0')
  const fault = error(400, 'InvalidInput', 'Invalid path /orders/v0/orders/{orderId}/orderItems')
  shop.amazon.faults.push({ operation: 'createRestrictedDataToken', fault })
  const order = await shop.fetchOrder()
  expect(order.customerName).toBe('Camille Petit')
  expect(order.products).toHaveLength(2)
  expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBe(2)
  expect(shop.reduced).toMatchObject([{ operation: 'v0.getOrderItems' }])
})

it.each<[string, AmazonFault, string]>([
  ['429', { kind: 'throttled' }, 'RATE_LIMITED'],
  ['500', { kind: 'internal-failure' }, 'UPSTREAM_ERROR'],
  ['our expired secret', { kind: 'forbidden', reason: 'expired-secret' }, 'APP_CREDENTIALS_INVALID'],
])('a restricted token that fails with %s fails the whole', async (_name, fault, code) => {
  await using shop = await connectSeller('v0')
  shop.amazon.faults.push({ operation: 'createRestrictedDataToken', fault, times: always })
  expect((await expectFailure(shop.fetchOrder())).code).toBe(code)
  expect(shop.reduced).toEqual([])
})

it('a seller whom Amazon refuses altogether is refused, without a hint', async () => {
  await using shop = await connectSeller('v0')
  shop.amazon.faults.push({
    operation: 'v0.getOrder',
    fault: { kind: 'forbidden', reason: 'no-details' },
    times: always,
  })
  expect((await expectFailure(shop.fetchOrder())).code).toBe('UPSTREAM_FORBIDDEN')
  expect(shop.reduced).toEqual([])
})
