import type { AmazonFault } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { longOrder, longOrderId as otherOrderId } from './testing/long-order.ts'
import { sampleOrder, sampleOrderId } from '../testing/sample-order.ts'

function answer(status: number, body?: unknown): AmazonFault {
  return { kind: 'answer', status, body }
}

describe('an order', () => {
  it('comes with its buyer, its address and all pages of its items', async () => {
    await using shop = await connectSeller('v0')
    const itemIds = ['10000000000001', '10000000000002', '10000000000003']
    const orderItems = itemIds.map((orderItemId) => ({ orderItemId, quantityOrdered: 1, product: {} }))
    shop.seller.putOrder({ ...sampleOrder, orderItems })
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({
      externalOrderId: sampleOrderId,
      status: 'Shipped',
      totalAmount: '47.97',
      customerName: 'Camille Petit',
      customerEmail: 'relay-1@marketplace.amazon.fr',
      customerAddress: '7 quai des Brumes, Bâtiment C, 44000 Nantes, FR',
    })
    expect(order.products.map(({ orderItemId }) => orderItemId)).toEqual(itemIds)
    const operations = shop.amazon.requestLog.requests.map(({ operation }) => operation)
    expect(operations.toSorted()).toEqual([
      'createRestrictedDataToken',
      'lwa',
      'v0.getOrder',
      'v0.getOrderItems',
      'v0.getOrderItems',
    ])
  })

  it('is requested in parallel with its items', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: { kind: 'hang' } })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: { kind: 'hang' } })
    const order = shop.fetchOrder()
    await Promise.all([
      shop.amazon.requestLog.received('v0.getOrder'),
      shop.amazon.requestLog.received('v0.getOrderItems'),
    ])
    shop.amazon.faults.release()
    await expect(order).resolves.toMatchObject({ externalOrderId: sampleOrderId })
  })

  it('keeps both of Amazon’s answers', async () => {
    await using shop = await connectSeller('v0')
    const { rawData } = await shop.fetchOrder()
    expect(rawData).toMatchObject({
      order: { AmazonOrderId: sampleOrderId, OrderStatus: 'Shipped' },
      orderItems: [{ OrderItemId: '10000000000001', IsGift: 'false' }, { OrderItemId: '10000000000002' }],
    })
  })

  it('of a hundred items has a hundred items', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.usagePlans.override('v0.getOrderItems', { rate: 50, burst: 1000 })
    shop.seller.putOrder(longOrder(100))
    expect((await shop.fetchOrder(otherOrderId)).products).toHaveLength(100)
    expect(shop.amazon.requestLog.count('v0.getOrderItems')).toBe(50)
  })

  it('with a page of 300,000 entries does not overflow the stack', async () => {
    await using shop = await connectSeller('v0')
    const OrderItems = Array.from({ length: 300_000 }, (_, index) => (index === 0 ? { OrderItemId: '1' } : 1))
    const page = answer(200, { payload: { AmazonOrderId: sampleOrderId, OrderItems } })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: page })
    expect((await shop.fetchOrder()).products).toHaveLength(1)
  })

  it('whose pages never end is a failure of Amazon', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.usagePlans.override('v0.getOrderItems', { rate: 50, burst: 1000 })
    shop.seller.putOrder(longOrder(101))
    expect((await expectFailure(shop.fetchOrder(otherOrderId))).code).toBe('UPSTREAM_ERROR')
    expect(shop.amazon.requestLog.count('v0.getOrderItems')).toBe(50)
  })

  it('whose pages repeat is a failure of Amazon', async () => {
    await using shop = await connectSeller('v0')
    const page = answer(200, { payload: { AmazonOrderId: sampleOrderId, OrderItems: [], NextToken: 'again' } })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: page, times: Number.POSITIVE_INFINITY })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('UPSTREAM_ERROR')
    expect(shop.amazon.requestLog.count('v0.getOrderItems')).toBe(2)
  })

  it('that Amazon does not know is not found: Amazon answers 200 with an empty payload', async () => {
    await using shop = await connectSeller('v0')
    expect((await expectFailure(shop.fetchOrder('999-0000000-0000000'))).code).toBe('ORDER_NOT_FOUND_FOR_TENANT')
    const statuses = shop.amazon.requestLog.requests.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
})

describe('a restricted data token', () => {
  it('is requested once for all of a seller’s orders, and used for the orders and their items', async () => {
    await using shop = await connectSeller('v0')
    shop.seller.putOrder(longOrder(1))
    await Promise.all([shop.fetchOrder(), shop.fetchOrder(otherOrderId), shop.fetchOrder()])
    expect((await shop.fetchOrder(otherOrderId)).customerName).toBe('Camille Petit')
    expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBe(1)
    const tokens = shop.amazon.requestLog.requests.map(({ operation, headers }) => [
      operation,
      String(headers['x-amz-access-token']).split('|')[0],
    ])
    expect(new Set(tokens.map((pair) => pair.join(' ')))).toEqual(
      new Set([
        'lwa undefined',
        'createRestrictedDataToken Atza',
        'v0.getOrder Atz.sprdt',
        'v0.getOrderItems Atz.sprdt',
      ]),
    )
    const asked = shop.amazon.requestLog.requests.find(({ operation }) => operation === 'createRestrictedDataToken')
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      restrictedResources: [
        { method: 'GET', path: '/orders/v0/orders/{orderId}', dataElements: ['buyerInfo', 'shippingAddress'] },
        { method: 'GET', path: '/orders/v0/orders/{orderId}/orderItems', dataElements: ['buyerInfo'] },
      ],
    })
  })

  it('is renewed a minute before the end of its own lifetime', async () => {
    await using shop = await connectSeller('v0')
    await shop.fetchOrder()
    shop.clock.now += 3_539_000
    await shop.fetchOrder()
    expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBe(1)
    shop.clock.now += 1000
    await shop.fetchOrder()
    expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBe(2)
  })

  it('that Amazon calls expired early is renewed once, and the caller does not notice', async () => {
    await using shop = await connectSeller('v0')
    await shop.fetchOrder()
    shop.amazon.expireAccessTokens()
    await expect(shop.fetchOrder()).resolves.toMatchObject({ customerName: 'Camille Petit' })
    expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBeGreaterThan(1)
    expect(shop.amazon.requestLog.count('lwa')).toBe(2)
  })

  it('that Amazon calls stale although it is new, like the ordinary one, is a failure, not a loop', async () => {
    await using shop = await connectSeller('v0')
    const fault = { kind: 'forbidden', reason: 'expired-token' } as const
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault, times: Number.POSITIVE_INFINITY })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('UPSTREAM_FORBIDDEN')
    expect(shop.amazon.requestLog.count('v0.getOrder')).toBe(4)
  })
})

describe('without the role for personal data', () => {
  it('the order comes without it, by the ordinary token', async () => {
    await using shop = await connectSeller('v0')
    shop.seller.roles = ['order-tracking']
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ status: 'Shipped', totalAmount: '47.97', customerName: null, customerEmail: null })
    expect(order.shippingAddress).toMatchObject({ city: 'Nantes', lines: [] })
    expect(order.products).toHaveLength(2)
  })

  it('the role is asked about again only after a quarter of an hour', async () => {
    await using shop = await connectSeller('v0')
    shop.seller.roles = ['order-tracking']
    await shop.fetchOrder()
    shop.clock.now += 899_000
    await shop.fetchOrder()
    expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBe(1)
    shop.seller.roles = ['order-tracking', 'direct-to-consumer-shipping']
    shop.clock.now += 1000
    await expect(shop.fetchOrder()).resolves.toMatchObject({ customerName: 'Camille Petit' })
    expect(shop.amazon.requestLog.count('createRestrictedDataToken')).toBe(2)
  })

  it('a new authorisation is checked at once', async () => {
    await using shop = await connectSeller('v0')
    shop.seller.roles = ['order-tracking']
    await shop.fetchOrder()
    shop.seller.roles = ['order-tracking', 'direct-to-consumer-shipping']
    shop.seller.authorise('Atzr|second')
    shop.secret['refresh_token'] = 'Atzr|second'
    await expect(shop.fetchOrder()).resolves.toMatchObject({ customerName: 'Camille Petit' })
  })
})
