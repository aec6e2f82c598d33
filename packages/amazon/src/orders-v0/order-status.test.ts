import type { OrderOrderStatusEnum } from '@sp-api-sdk/orders-api-v0'
import { expect, test } from 'vitest'
import { toFulfillmentChannelV0, toOrderStatusV0 } from './order-status.ts'

/** Complete by its type: a status that Amazon adds to its model has to be added here. */
const published: Readonly<Record<OrderOrderStatusEnum, true>> = {
  PendingAvailability: true,
  Pending: true,
  Unshipped: true,
  PartiallyShipped: true,
  Shipped: true,
  InvoiceUnconfirmed: true,
  Canceled: true,
  Unfulfillable: true,
}

test.each(Object.keys(published))('%s is the spelling of the domain', (status) => {
  expect(toOrderStatusV0(status)).toBe(status)
})

test('a status that nobody knows yet is Unknown, none at all is null', () => {
  expect(toOrderStatusV0('OnHold')).toBe('Unknown')
  expect(toOrderStatusV0('SHIPPED')).toBe('Unknown')
  expect(toOrderStatusV0(null)).toBeNull()
})

test('a channel that nobody knows yet is null', () => {
  expect(['MFN', 'AFN', 'Drones', null].map(toFulfillmentChannelV0)).toEqual(['MFN', 'AFN', null, null])
})
