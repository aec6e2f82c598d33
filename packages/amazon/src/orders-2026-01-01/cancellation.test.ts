import { describe, expect, it } from 'vitest'
import { toChannelOrder } from './to-channel-order.ts'

const orderId = '404-1111111-2222222'

function orderOf(fulfillmentStatus: string, ...cancellations: readonly unknown[]) {
  return toChannelOrder(orderId, {
    orderId,
    lastUpdatedTime: '2026-02-07T08:00:00Z',
    fulfillment: { fulfillmentStatus },
    orderItems: cancellations.map((cancellation, index) => ({ orderItemId: String(index), cancellation })),
  })
}

function executed(cancelledBy: string, cancelReason: string) {
  return { cancellationExecution: { cancelledBy, cancelReason } }
}

const at = '2026-02-07T08:00:00.000Z'

describe('a cancelled order', () => {
  it.each([
    ['BUYER', 'buyer'],
    ['MERCHANT', 'merchant'],
    ['AMAZON', 'amazon'],
    ['SOMEBODY', null],
  ])('says that %s cancelled it, why, and when Amazon told it', (cancelledBy, by) => {
    const order = orderOf('CANCELLED', executed(cancelledBy, 'No longer needed'))
    expect(order.cancellation).toEqual({ by, reason: 'No longer needed', at })
    expect(order.products).toMatchObject([{ cancellation: { by, reason: 'No longer needed' } }])
  })

  it('says who and why only where its items agree', () => {
    const order = orderOf('CANCELLED', executed('BUYER', 'Late'), executed('BUYER', 'Dear'), undefined)
    expect(order.cancellation).toEqual({ by: 'buyer', reason: null, at })
    const mixed = orderOf('CANCELLED', executed('BUYER', 'Late'), executed('AMAZON', 'Late'))
    expect(mixed.cancellation).toEqual({ by: null, reason: 'Late', at })
  })

  it('is cancelled even where Amazon says neither', () => {
    const order = orderOf('CANCELLED', undefined, executed('', ''))
    expect(order.cancellation).toEqual({ by: null, reason: null, at })
    expect(order.products.map(({ cancellation }) => cancellation)).toEqual([null, null])
  })
})

it('an order of which one item was cancelled is not', () => {
  const order = orderOf('UNSHIPPED', executed('MERCHANT', 'Out of stock'), undefined)
  expect(order.cancellation).toBeNull()
  expect(order.products.map(({ cancellation }) => cancellation)).toEqual([
    { by: 'merchant', reason: 'Out of stock' },
    null,
  ])
})

describe('a buyer’s request to cancel', () => {
  it('is told with its reasons', () => {
    const request = (cancelReason: string) => ({ cancellationRequest: { requester: 'BUYER', cancelReason } })
    const order = orderOf('UNSHIPPED', request('Found cheaper'), request('Too late'), request('Too late'))
    expect(order).toMatchObject({
      buyerRequestedCancellation: true,
      buyerCancellationReason: 'Found cheaper\nToo late',
      cancellation: null,
    })
  })

  it('that Amazon doesn’t mention is not said to be none', () => {
    const order = orderOf('UNSHIPPED', { cancellationRequest: { requester: '' } }, undefined)
    expect(order).toMatchObject({ buyerRequestedCancellation: null, buyerCancellationReason: null })
  })
})
