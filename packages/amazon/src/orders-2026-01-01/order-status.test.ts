import type { OrderStatus } from '@orderport/domain'
import type { FulfillmentStatus } from '@sp-api-sdk/orders-api-2026-01-01'
import { describe, expect, it } from 'vitest'
import { toFulfillmentChannel, toOrderStatus } from './order-status.ts'

/** Complete by its type: a status that Amazon adds to its model has to be added here. */
const published: Readonly<Record<FulfillmentStatus, OrderStatus>> = {
  PENDING_AVAILABILITY: 'PendingAvailability',
  PENDING: 'Pending',
  UNSHIPPED: 'Unshipped',
  PARTIALLY_SHIPPED: 'PartiallyShipped',
  SHIPPED: 'Shipped',
  CANCELLED: 'Canceled',
  UNFULFILLABLE: 'Unfulfillable',
}

describe('order status', () => {
  it.each(Object.entries(published))('%s is %s', (status, expected) => {
    expect(toOrderStatus(status)).toBe(expected)
  })

  it('a status that we don’t know is Unknown, a missing one is null', () => {
    expect(toOrderStatus('ON_HOLD')).toBe('Unknown')
    expect(toOrderStatus('constructor')).toBe('Unknown')
    expect(toOrderStatus(null)).toBeNull()
  })

  it('the merchant’s channel is MFN, Amazon’s AFN, any other is null', () => {
    expect(['MERCHANT', 'AMAZON', 'DRONES', 'toString', null].map(toFulfillmentChannel)).toEqual([
      'MFN',
      'AFN',
      null,
      null,
      null,
    ])
  })
})
