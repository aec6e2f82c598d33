import { expect, it } from 'vitest'
import { sumAmounts } from '../money.ts'
import { britishOrders } from './british-orders.ts'
import { frenchOrders } from './french-orders.ts'
import { amazonFr, amazonUk } from './marketplace.ts'
import { sampleOrders } from './sample-orders.ts'

const orders = sampleOrders()

it('the samples hold every state that a support agent meets', () => {
  const statuses = orders.map((order) => order.fulfillment?.fulfillmentStatus)
  expect(new Set(statuses)).toEqual(
    new Set(['PENDING_AVAILABILITY', 'PENDING', 'UNSHIPPED', 'PARTIALLY_SHIPPED', 'SHIPPED', 'CANCELLED']),
  )
  const packages = orders.flatMap((order) => order.packages ?? [])
  expect(new Set(packages.map((one) => one.packageStatus?.status))).toEqual(
    new Set(['SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'UNDELIVERABLE']),
  )
  expect(new Set(packages.map((one) => one.carrier)).size).toBeGreaterThanOrEqual(8)
  expect(orders.some((order) => new Set(order.packages?.map((one) => one.packageStatus?.status)).size === 2)).toBe(true)
  expect(orders.some((order) => order.proceeds?.grandTotal?.currencyCode === 'JPY')).toBe(true)
  expect(orders.some((order) => order.orderItems.length >= 3)).toBe(true)
  expect(JSON.stringify(orders)).toContain('":""')
})

it('order ids are 3-7-7 digits and each is used once', () => {
  const ids = orders.map((order) => order.orderId)
  expect(ids.length).toBeGreaterThanOrEqual(12)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^\d{3}-\d{7}-\d{7}$/.test(id))).toEqual([])
})

it.each(orders.map((order) => [order.orderId, order] as const))('the parts of %s fit together', (_, order) => {
  const totals = order.orderItems.flatMap((item) => item.proceeds?.proceedsTotal?.amount ?? [])
  expect(order.proceeds?.grandTotal?.amount).toBe(totals.length === 0 ? undefined : sumAmounts(totals))
  const itemIds = new Set(order.orderItems.map((item) => item.orderItemId))
  const packed = (order.packages ?? []).flatMap((one) => one.packageItems ?? []).map((item) => item.orderItemId)
  expect(packed.filter((id) => !itemIds.has(id))).toEqual([])
  expect(order.buyer?.buyerEmail).toMatch(/^[a-z0-9]+@marketplace\.amazon\./)
  const { fulfillmentStatus, fulfilledBy } = order.fulfillment ?? {}
  if (fulfilledBy === 'AMAZON') expect(order.packages).toBeUndefined()
  if (fulfillmentStatus === 'PENDING') expect(order.proceeds).toBeUndefined()
  if (fulfillmentStatus === 'CANCELLED') expect(order.orderItems.map((item) => item.quantityOrdered)).toEqual([0])
})

it('the reference order is what the examples say', () => {
  expect(orders[0]).toMatchObject({
    orderId: '171-4093870-1757126',
    createdTime: '2026-02-05T10:11:12Z',
    proceeds: { grandTotal: { amount: '29.99', currencyCode: 'EUR' } },
    fulfillment: { fulfillmentStatus: 'SHIPPED', fulfilledBy: 'MERCHANT' },
    salesChannel: { marketplaceId: 'A13V1IB3VIYZZH' },
  })
  expect(orders[0]).not.toHaveProperty('packages')
})

it('samples can be limited to some marketplaces', () => {
  const ids = sampleOrders(amazonFr, amazonUk).map((order) => order.orderId)
  expect(ids).toEqual([...frenchOrders(), ...britishOrders()].map((order) => order.orderId))
})
