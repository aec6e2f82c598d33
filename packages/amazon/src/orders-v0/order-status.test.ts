import type { OrderOrderStatusEnum } from '@sp-api-sdk/orders-api-v0'
import { expect, it } from 'vitest'
import { toFulfillmentChannel, toOrderStatus } from './order-status.ts'

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

it.each(Object.keys(published))('%s has the same spelling in the domain', (status) => {
  expect(toOrderStatus(status)).toBe(status)
})

it('a status that we don’t know is Unknown, a missing one is null', () => {
  expect(toOrderStatus('OnHold')).toBe('Unknown')
  expect(toOrderStatus('SHIPPED')).toBe('Unknown')
  expect(toOrderStatus(null)).toBeNull()
})

it('a channel that we don’t know is null', () => {
  expect(['MFN', 'AFN', 'Drones', null].map(toFulfillmentChannel)).toEqual(['MFN', 'AFN', null, null])
})
