import type { AmazonFault } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { connectSeller, type ConnectedSeller } from '../testing/connected-seller.ts'
import { expectFailure } from '../testing/expect-failure.ts'

function refusal(status: number, message: string, details = ''): AmazonFault {
  const code = status === 400 ? 'InvalidInput' : 'Unauthorized'
  return { kind: 'answer', status, body: { errors: [{ code, message, details }] } }
}

/** The parts that each request asked for. */
function asked(shop: ConnectedSeller): readonly (readonly string[])[] {
  const requests = shop.amazon.requestLog.requests.filter(({ operation }) => operation === 'getOrder')
  return requests.map(({ query }) => query['includedData']?.split(',') ?? [])
}

const all = ['BUYER', 'RECIPIENT', 'PROCEEDS', 'FULFILLMENT', 'PACKAGES', 'PROMOTION', 'CANCELLATION']

describe('a part of an order that Amazon refuses', () => {
  it.each([
    ['BUYER', refusal(403, 'Access to requested resource is denied.', 'The role does not cover BUYER.')],
    ['RECIPIENT', refusal(403, 'No access to [RECIPIENT].')],
    ['PROMOTION', refusal(400, 'Invalid value for includedData: PROMOTION')],
    ['FULFILLMENT', refusal(400, 'Invalid value for includedData: FULFILLMENT')],
    ['PROCEEDS', refusal(403, 'You do not have access to PROCEEDS of this order.')],
  ])('(%s) is left out, and an operator is told', async (part, fault) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'getOrder', fault })
    const order = await shop.fetchOrder()
    expect(asked(shop)).toEqual([all, all.filter((other) => other !== part)])
    expect(order.products).toHaveLength(2)
    expect(order.customerName).toBe(part === 'BUYER' ? null : 'Camille Petit')
    expect(order.shippingAddress?.city ?? null).toBe(part === 'RECIPIENT' ? null : 'Nantes')
    expect(order.status).toBe(part === 'FULFILLMENT' ? null : 'Shipped')
    expect(order.totalAmount).toBe(part === 'PROCEEDS' ? null : '47.97')
    expect(shop.reduced).toMatchObject([
      { operation: 'getOrder', sellerId: 'A1SELLER', region: 'eu-west-1', parts: [part] },
    ])
    expect(shop.reduced[0]?.refusal).toMatch(/^getOrder answered 40[03] (?:InvalidInput|Unauthorized) \(/)
    await expect(shop.fetchOrder(), 'the refusal is not remembered').resolves.toMatchObject({
      customerName: 'Camille Petit',
      status: 'Shipped',
      totalAmount: '47.97',
    })
  })

  it('without a name is found by trying', async () => {
    await using shop = await connectSeller()
    const fault = refusal(403, 'Access to requested resource is denied.')
    shop.amazon.faults.push({ operation: 'getOrder', fault })
    const order = await shop.fetchOrder()
    expect(asked(shop)).toEqual([all, [], all.slice(2), all.filter((part) => part !== 'RECIPIENT')])
    expect(order).toMatchObject({ customerName: 'Camille Petit', status: 'Shipped', totalAmount: '47.97' })
    expect(shop.reduced).toMatchObject([{ parts: ['RECIPIENT'] }])
  })

  it.each<[string, AmazonFault, string]>([
    ['busy', { kind: 'throttled' }, 'RATE_LIMITED'],
    ['down', { kind: 'internal-failure' }, 'UPSTREAM_ERROR'],
  ])('doesn’t help an order while Amazon is %s', async (_name, fault, code) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'getOrder', fault: refusal(403, 'No access to BUYER') })
    shop.amazon.faults.push({ operation: 'getOrder', fault, times: 3 })
    expect((await expectFailure(shop.fetchOrder())).code).toBe(code)
    expect(shop.reduced).toEqual([])
  })
})

it('an order that Amazon refuses without any part is refused', async () => {
  await using shop = await connectSeller()
  const fault = { kind: 'forbidden', reason: 'no-details' } as const
  shop.amazon.faults.push({ operation: 'getOrder', fault, times: Number.POSITIVE_INFINITY })
  expect((await expectFailure(shop.fetchOrder())).code).toBe('UPSTREAM_FORBIDDEN')
  expect(asked(shop)).toEqual([all, []])
  expect(shop.reduced).toEqual([])
})
