import type { ErrorCode } from '@orderport/domain'
import type { AmazonFault } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'
import { manualDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { longOrder, longOrderId } from './testing/long-order.ts'
import { sampleOrderId } from '../testing/sample-order.ts'

function answer(status: number, body?: unknown): AmazonFault {
  return { kind: 'answer', status, body }
}

function error(status: number, code: string, message = ''): AmazonFault {
  return answer(status, { errors: [{ code, message }] })
}

const notFound = 'ORDER_NOT_FOUND_FOR_TENANT'

const failures: readonly (readonly [
  'v0.getOrder' | 'v0.getOrderItems' | 'createRestrictedDataToken',
  string,
  AmazonFault,
  ErrorCode,
])[] = [
  ['v0.getOrder', '404', error(404, 'NotFound'), notFound],
  ['v0.getOrder', '200 without a body', { kind: 'empty' }, 'UPSTREAM_ERROR'],
  ['v0.getOrder', '200 with blanks', answer(200, ' \n'), 'UPSTREAM_ERROR'],
  ['v0.getOrder', 'a gateway’s 404', answer(404, { message: 'Not Found' }), 'UPSTREAM_ERROR'],
  ['v0.getOrder', '404 without a body', answer(404), 'UPSTREAM_ERROR'],
  ['v0.getOrder', '404 about its URI', error(404, 'ResourceNotFound', 'The URI is unknown'), 'UPSTREAM_ERROR'],
  ['v0.getOrder', 'a gateway’s 403', answer(403, { message: 'Forbidden' }), 'UPSTREAM_ERROR'],
  ['v0.getOrder', 'a gateway’s 400', answer(400, { message: 'Bad Request' }), 'UPSTREAM_ERROR'],
  ['v0.getOrder', '200 with another order', { kind: 'other-order' }, notFound],
  ['v0.getOrder', '400 about the order id', error(400, 'InvalidInput', 'Invalid order id.'), notFound],
  ['v0.getOrder', '400 about anything else', error(400, 'InvalidInput', 'Invalid Input'), 'UPSTREAM_ERROR'],
  ['v0.getOrder', '403 without details', { kind: 'forbidden', reason: 'no-details' }, 'UPSTREAM_FORBIDDEN'],
  ['v0.getOrder', '429', { kind: 'throttled' }, 'RATE_LIMITED'],
  ['v0.getOrder', '500', { kind: 'internal-failure' }, 'UPSTREAM_ERROR'],
  ['v0.getOrder', 'a payload that is text', answer(200, { payload: sampleOrderId }), 'UPSTREAM_ERROR'],
  ['v0.getOrder', 'half an answer', { kind: 'truncated' }, 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', '404 for an order that is known', error(404, 'NotFound'), 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', 'an empty payload for an order that is known', answer(200, { payload: {} }), 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', 'a gateway’s 404', answer(404, { message: 'Not Found' }), 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', 'nothing for an order that is known', { kind: 'empty' }, 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', "another order's items", { kind: 'other-order' }, 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', 'no list', answer(200, { payload: { AmazonOrderId: sampleOrderId } }), 'UPSTREAM_ERROR'],
  [
    'v0.getOrderItems',
    'a page token that is not text',
    answer(200, { payload: { AmazonOrderId: sampleOrderId, OrderItems: [], NextToken: {} } }),
    'UPSTREAM_ERROR',
  ],
  ['v0.getOrderItems', '403', { kind: 'forbidden', reason: 'access-denied' }, 'UPSTREAM_FORBIDDEN'],
  ['v0.getOrderItems', '429', { kind: 'throttled' }, 'RATE_LIMITED'],
  ['v0.getOrderItems', '503', { kind: 'unavailable' }, 'UPSTREAM_ERROR'],
  ['v0.getOrderItems', 'a reset', { kind: 'reset' }, 'UPSTREAM_ERROR'],
  ['createRestrictedDataToken', '404', error(404, 'NotFound'), 'UPSTREAM_ERROR'],
  [
    'createRestrictedDataToken',
    '403 for our secret',
    { kind: 'forbidden', reason: 'expired-secret' },
    'APP_CREDENTIALS_INVALID',
  ],
  ['createRestrictedDataToken', '429', { kind: 'throttled' }, 'RATE_LIMITED'],
  ['createRestrictedDataToken', '500', { kind: 'internal-failure' }, 'UPSTREAM_ERROR'],
  ['createRestrictedDataToken', '200 without a token', answer(200, { expiresIn: 3600 }), 'UPSTREAM_ERROR'],
  ['createRestrictedDataToken', '200 without a body', { kind: 'empty' }, 'UPSTREAM_ERROR'],
  ['createRestrictedDataToken', 'a web page', { kind: 'html' }, 'UPSTREAM_ERROR'],
]

describe('a failure', () => {
  it.each(failures)('of %s, %s, is thrown, and not remembered', async (operation, _name, fault, code) => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation, fault, times: Infinity })
    expect((await expectFailure(shop.fetchOrder())).code).toBe(code)
    shop.amazon.faults.clear()
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ status: 'Shipped', customerName: 'Camille Petit' })
    expect(order.products).toHaveLength(2)
  })

  it('of the second page of items fails the whole fetch', async () => {
    await using shop = await connectSeller('v0')
    shop.seller.putOrder(longOrder(3))
    const first = { AmazonOrderId: longOrderId, OrderItems: [{ OrderItemId: '1' }], NextToken: 'next' }
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: answer(200, { payload: first }) })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: { kind: 'throttled' } })
    expect((await expectFailure(shop.fetchOrder(longOrderId))).code).toBe('RATE_LIMITED')
  })

  it('of both requests is the order’s', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: { kind: 'throttled' } })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: { kind: 'internal-failure' } })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('RATE_LIMITED')
  })

  it('by a passed deadline ends all requests', async () => {
    await using shop = await connectSeller('v0')
    shop.amazon.faults.push({ operation: 'v0.getOrder', fault: { kind: 'hang' } })
    shop.amazon.faults.push({ operation: 'v0.getOrderItems', fault: { kind: 'hang' } })
    const deadline = manualDeadline()
    const failure = expectFailure(shop.fetchOrder(sampleOrderId, deadline))
    await Promise.all([
      shop.amazon.requestLog.received('v0.getOrder'),
      shop.amazon.requestLog.received('v0.getOrderItems'),
    ])
    deadline.pass()
    expect((await failure).code).toBe('UPSTREAM_TIMEOUT')
  })

  it('and every attempt hold no token and no personal data', async () => {
    await using shop = await connectSeller('v0')
    await shop.fetchOrder()
    shop.amazon.faults.push({
      operation: 'createRestrictedDataToken',
      fault: answer(500, { errors: [{ code: 'Camille Petit', message: 'Atza|x' }] }),
      times: 3,
    })
    shop.clock.now += 3_600_000
    const { detail, message, cause } = await expectFailure(shop.fetchOrder())
    expect(new Set(shop.attempts.map(({ pathTemplate }) => pathTemplate))).toEqual(
      new Set([
        '/auth/o2/token',
        '/tokens/2021-03-01/restrictedDataToken',
        '/orders/v0/orders/{orderId}',
        '/orders/v0/orders/{orderId}/orderItems',
      ]),
    )
    const written = JSON.stringify([shop.attempts, detail, message, cause])
    expect(written).not.toMatch(/Atza|Atzr|sprdt|secret|Petit|404-1111111/)
  })
})
