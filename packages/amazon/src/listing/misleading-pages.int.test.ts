import type { AmazonFault } from '@orderport/amazon-simulator'
import { type ChannelOrderPage, type OrderWindow, PageTokenExpired } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { connectSeller, connectTenant, type ConnectedSeller } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrder } from '../testing/sample-order.ts'

const february: OrderWindow = { by: 'created', from: '2026-02-01T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z' }

async function list(shop: ConnectedSeller, token: string | null = null): Promise<ChannelOrderPage> {
  return (await connectTenant(shop.connector)).listOrders(february, token, noDeadline)
}

function ok(body: unknown): AmazonFault {
  return { kind: 'answer', status: 200, body }
}

const versions = [
  { ordersApi: '2026-01-01', operation: 'searchOrders' },
  { ordersApi: 'v0', operation: 'v0.getOrders' },
] as const

describe.each(versions)('a list by $ordersApi', ({ ordersApi, operation }) => {
  const isV0 = ordersApi === 'v0'
  const pageWith = (orders: unknown, nextToken?: unknown): unknown =>
    isV0 ? { payload: { Orders: orders, NextToken: nextToken } } : { orders, pagination: { nextToken } }
  const order = isV0 ? { AmazonOrderId: sampleOrder.orderId } : sampleOrder

  async function answered(fault: AmazonFault, token: string | null = null) {
    await using shop = await connectSeller(ordersApi)
    shop.amazon.faults.push({ operation, fault, times: 10 })
    return await list(shop, token)
  }

  it.each<[string, AmazonFault]>([
    ['an empty body', { kind: 'empty' }],
    ['blanks', { kind: 'empty', body: ' \n' }],
    ['{}', { kind: 'empty', body: '{}' }],
    ['an empty payload', { kind: 'empty', body: '{"payload":{}}' }],
    ['a web page', { kind: 'html' }],
    ['a list', ok([])],
    ['orders that are no list', ok(pageWith({}))],
    ['orders that are null', ok(pageWith(null))],
    ['an order that is none', ok(pageWith(['404-1111111-2222222']))],
    ['an order without an id', ok(pageWith([{ ...order, orderId: '', AmazonOrderId: ' ' }]))],
    ['a token that is no text', ok(pageWith([order], 7))],
    ['an error beside an empty list', ok({ orders: [], payload: { Orders: [] }, errors: [{ code: 'X' }] })],
    ['a gateway’s 404', { kind: 'gateway', status: 404 }],
    ['a gateway’s 404 in Amazon’s form', { kind: 'gateway', status: 404, form: 'uri' }],
    ['a gateway’s 400', { kind: 'gateway', status: 400 }],
    ['a 404 about an order', { kind: 'order-unknown' }],
    ['a 400 about an order', { kind: 'order-unknown', status: 400 }],
    ['a redirect', { kind: 'redirect', location: '/elsewhere' }],
    ['a 500', { kind: 'internal-failure' }],
    ['half of an answer', { kind: 'truncated' }],
  ])('that is %s is a failure of Amazon, not a list without orders', async (_title, fault) => {
    expect((await expectFailure(answered(fault))).code).toBe('UPSTREAM_ERROR')
  })

  it.each<[string, AmazonFault, string]>([
    ['throttled', { kind: 'throttled' }, 'RATE_LIMITED'],
    ['forbidden', { kind: 'forbidden', reason: 'access-denied' }, 'UPSTREAM_FORBIDDEN'],
    ['forbidden for our secret', { kind: 'forbidden', reason: 'expired-secret' }, 'APP_CREDENTIALS_INVALID'],
  ])('that is %s says so', async (_title, fault, code) => {
    expect((await expectFailure(answered(fault))).code).toBe(code)
  })

  it('without orders, in Amazon’s form, has none', async () => {
    expect(await answered(ok(pageWith([])))).toEqual({ orders: [], nextToken: null })
    expect(await answered(ok(pageWith([], '')))).toEqual({ orders: [], nextToken: null })
  })

  it('says where Amazon looked less far than it was asked to', async () => {
    const echo = isV0
      ? { payload: { Orders: [], CreatedBefore: '2026-02-07T00:00:00Z' } }
      : { orders: [], createdBefore: '2026-02-07T00:00:00Z' }
    expect(await answered(ok(echo))).toEqual({ orders: [], nextToken: null, coveredUntil: '2026-02-07T00:00:00.000Z' })
  })

  it('whose page leads back to itself or to one before is ended', async () => {
    await using shop = await connectSeller(ordersApi)
    const then = (token: string): void =>
      shop.amazon.faults.push({ operation, fault: ok(pageWith([order], token)), times: 1 })
    for (const token of ['a', 'b', 'a', 'b']) then(token)
    expect((await list(shop)).nextToken).toBe('a')
    expect((await list(shop, 'a')).nextToken).toBe('b')
    expect((await expectFailure(list(shop, 'b'))).code).toBe('UPSTREAM_ERROR')
    expect((await expectFailure(list(shop, 'b'))).code).toBe('UPSTREAM_ERROR')
  })

  it.each([
    ['The nextToken has expired.', ''],
    ['Invalid Input', 'Invalid Input'],
    ['Invalid request parameters', 'paginationToken'],
  ])('whose later page is refused with “%s” is to be read again from its beginning', async (message, details) => {
    const refusal = {
      kind: 'answer',
      status: 400,
      body: { errors: [{ code: 'InvalidInput', message, details }] },
    } as const
    await expect(answered(refusal, 'some-token')).rejects.toSatisfy(PageTokenExpired.is)
    expect((await expectFailure(answered(refusal))).code).toBe('UPSTREAM_ERROR')
  })

  it('whose later page fails is not read again for that', async () => {
    expect((await expectFailure(answered({ kind: 'internal-failure' }, 'some-token'))).code).toBe('UPSTREAM_ERROR')
    expect((await expectFailure(answered({ kind: 'gateway', status: 400 }, 'some-token'))).code).toBe('UPSTREAM_ERROR')
  })
})

it('an order that can’t be read in a list is told by its id alone', async () => {
  await using shop = await connectSeller()
  const unreadable = [{ orderItems: null }, { createdTime: 'soon' }, { lastUpdatedTime: 7 }]
  const orders = [sampleOrder, ...unreadable.map((change) => Object.assign({}, sampleOrder, change))]
  shop.amazon.faults.push({ operation: 'searchOrders', fault: ok({ orders }) })
  const page = await list(shop)
  expect(page.orders.map(({ order }) => order !== null)).toEqual([true, false, false, false])
  expect(new Set(page.orders.map(({ externalOrderId }) => externalOrderId))).toEqual(new Set([sampleOrder.orderId]))
})
