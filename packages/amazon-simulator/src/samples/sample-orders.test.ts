import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AmazonOrder } from '../amazon-order.ts'
import { sumAmounts } from '../money.ts'
import { amazonFr, amazonUk } from './marketplace.ts'
import { describedSampleOrders, sampleOrders } from './sample-orders.ts'

const orders = sampleOrders()

/** The samples that are there because their parts don't add up, or can't be added. */
const notAddingUp = new Set(['404-6602981-3374410', '404-7702315-8846190'])

it('the samples hold every state that a support agent meets', () => {
  const statuses = orders.map((order) => order.fulfillment?.fulfillmentStatus)
  expect(new Set(statuses)).toEqual(
    new Set([
      'PENDING_AVAILABILITY',
      'PENDING',
      'UNSHIPPED',
      'PARTIALLY_SHIPPED',
      'SHIPPED',
      'CANCELLED',
      'UNFULFILLABLE',
    ]),
  )
  const packages = orders.flatMap((order) => order.packages ?? [])
  expect(new Set(packages.map((one) => one.packageStatus?.status))).toEqual(
    new Set(['PENDING', 'SHIPPED', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED', 'UNDELIVERABLE']),
  )
  expect(packages.map((one) => one.packageStatus?.detailedStatus)).toEqual(
    expect.arrayContaining([
      'PENDING_PICK_UP',
      'LABEL_CANCELLED',
      'OUT_FOR_DELIVERY',
      'DELIVERED',
      'REJECTED_BY_BUYER',
      'RETURNING_TO_SELLER',
      'RETURNED_TO_SELLER',
      'LOST',
      'DAMAGED',
    ]),
  )
  expect(new Set(packages.map((one) => one.carrier)).size).toBeGreaterThanOrEqual(8)
  expect(orders.some((order) => new Set(order.packages?.map((one) => one.packageStatus?.status)).size > 2)).toBe(true)
  expect(JSON.stringify(orders)).toContain('":""')
})

it('the samples hold every kind of price, buyer and place', () => {
  const items = orders.flatMap((order) => order.orderItems)
  const types = new Set(items.flatMap(({ proceeds }) => proceeds?.breakdowns?.map(({ type }) => type) ?? []))
  expect(types).toEqual(new Set(['ITEM', 'SHIPPING', 'GIFT_WRAP', 'COD_FEE', 'TAX', 'DISCOUNT']))
  expect(items.some((item) => item.quantityOrdered === 0 && item.cancellation !== undefined)).toBe(true)
  expect(items.some((item) => item.proceeds !== undefined && item.product.price === undefined)).toBe(true)
  const cancelledBy = items.map(({ cancellation }) => cancellation?.cancellationExecution?.cancelledBy)
  expect(cancelledBy).toEqual(expect.arrayContaining(['BUYER', 'MERCHANT', 'AMAZON']))
  const asksToCancel = items.some(
    ({ cancellation }) => cancellation !== undefined && !cancellation.cancellationExecution,
  )
  expect(asksToCancel).toBe(true)
  const programs = new Set(orders.flatMap((order) => order.programs ?? []))
  expect(programs).toEqual(new Set(['PRIME', 'AMAZON_BUSINESS', 'PREORDER']))
  const addresses = orders.map((order) => order.recipient?.deliveryAddress)
  expect(addresses.some((address) => address?.addressType === 'PICKUP_POINT')).toBe(true)
  expect(addresses.some((address) => address?.extendedFields !== undefined)).toBe(true)
  const currencies = new Set(orders.map((order) => order.proceeds?.grandTotal?.currencyCode))
  expect(currencies).toEqual(new Set(['EUR', 'GBP', 'USD', 'BRL', 'JPY', undefined]))
  expect(orders.some(({ associatedOrders }) => orders.some((o) => o.orderId === associatedOrders?.[0]?.orderId))).toBe(
    true,
  )
})

it('order ids have Amazon’s form and each is used once', () => {
  const ids = orders.map((order) => order.orderId)
  expect(ids.length).toBeGreaterThanOrEqual(12)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^(?:\d{3}|S01)-\d{7}-\d{7}$/.test(id))).toEqual([])
})

describe.each(orders.map((order) => [order.orderId, order] as const))('%s', (orderId, order) => {
  it('has parts that fit together', () => {
    const shippedOf = new Map(order.orderItems.map((item) => [item.orderItemId, item.fulfillment?.quantityFulfilled]))
    const kept = (order.packages ?? []).filter((one) => one.packageStatus?.status !== 'CANCELLED')
    const packed = kept.flatMap((one) => one.packageItems ?? [])
    for (const [itemId, shipped] of shippedOf) {
      const quantity = packed
        .filter((item) => item.orderItemId === itemId)
        .reduce((sum, item) => sum + item.quantity, 0)
      if (packed.length > 0) expect(quantity).toBe(shipped)
    }
    expect(packed.filter((item) => !shippedOf.has(item.orderItemId))).toEqual([])
    expect(order.buyer?.buyerEmail).toMatch(/^[a-z0-9]+@marketplace\.amazon\./)
    const { fulfillmentStatus, fulfilledBy } = order.fulfillment ?? {}
    if (fulfilledBy === 'AMAZON') expect(order.packages).toBeUndefined()
    if (fulfillmentStatus === 'PENDING') expect(order.proceeds).toBeUndefined()
    if (fulfillmentStatus === 'CANCELLED') expect(order.orderItems.map((item) => item.quantityOrdered)).toEqual([0])
  })

  it('has amounts that add up for each item', () => {
    expect(order.orderItems).not.toEqual([])
    for (const { proceeds } of order.orderItems) {
      const parts = proceeds?.breakdowns ?? []
      const sum = sumAmounts(parts.map(({ subtotal }) => subtotal.amount))
      if (proceeds !== undefined) expect(sum).toBe(proceeds.proceedsTotal?.amount)
      for (const { subtotal, detailedBreakdowns: details } of parts) {
        if (details !== undefined) expect(sumAmounts(details.map((d) => d.value?.amount ?? ''))).toBe(subtotal.amount)
      }
    }
  })

  it('has items that add up to its total, unless it is there to show the opposite', () => {
    const totals = order.orderItems.flatMap((item) => item.proceeds?.proceedsTotal?.amount ?? [])
    const sum = totals.length === 0 ? undefined : sumAmounts(totals)
    const total = order.proceeds?.grandTotal?.amount
    if (notAddingUp.has(orderId)) expect(total).not.toBe(sum)
    else expect(total).toBe(sum)
    const byType = order.proceeds?.breakdowns ?? []
    const sumOfTypes = sumAmounts(byType.map(({ subtotal }) => subtotal.amount))
    if (byType.length > 0 && !notAddingUp.has(orderId)) expect(sumOfTypes).toBe(total)
  })
})

it('the reference order is what the examples say', () => {
  expect(orders[0]).toMatchObject({
    orderId: '171-4093870-1757126',
    createdTime: '2026-02-05T10:11:12Z',
    lastUpdatedTime: '2026-02-06T16:40:03Z',
    proceeds: { grandTotal: { amount: '29.99', currencyCode: 'EUR' } },
    fulfillment: {
      fulfillmentStatus: 'SHIPPED',
      fulfilledBy: 'MERCHANT',
      shipByWindow: { earliestDateTime: '2026-02-06T10:11:12Z', latestDateTime: '2026-02-07T10:11:12Z' },
      deliverByWindow: { earliestDateTime: '2026-02-08T10:11:12Z', latestDateTime: '2026-02-11T10:11:12Z' },
    },
    salesChannel: { marketplaceId: 'A13V1IB3VIYZZH' },
  })
  expect(orders[0]).not.toHaveProperty('packages')
})

it('samples can be limited to some marketplaces', () => {
  const ids = sampleOrders({ marketplaces: [amazonUk, amazonFr] }).map((order) => order.orderId)
  const names = new Set(['Amazon.fr', 'Non-Amazon', 'Amazon.co.uk'])
  const wanted = orders.filter((order) => names.has(order.salesChannel.marketplaceName ?? ''))
  expect(ids).toEqual(wanted.map((order) => order.orderId))
  expect(ids.length).toBeGreaterThan(15)
})

it('the README lists every sample, with what it shows', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')
  const rows = [...readme.matchAll(/^\| (\w{3}-\d{7}-\d{7}) \| (\S+) +\| (.*?) +\|$/gm)].map((row) => row.slice(1))
  expect(rows).toEqual(
    describedSampleOrders().map(({ order, shows }) => [order.orderId, order.salesChannel.marketplaceName, shows]),
  )
})

it('what a sample shows is short enough for a line of a terminal', () => {
  for (const { shows } of describedSampleOrders()) expect(shows).toMatch(/^.{5,55}$/u)
})

/** Moments that are hard on a calendar: midnights, ends of months, and the days on which clocks change. */
const moments = [
  '2026-02-07T12:00:00Z',
  '2026-03-01T00:00:00Z',
  '2026-03-29T01:30:00Z',
  '2026-07-31T21:59:59Z',
  '2026-07-31T22:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-11-01T08:30:00Z',
  '2026-12-31T23:59:59Z',
  '2028-02-29T15:00:00Z',
].map((moment) => Date.parse(moment))

function at(now: number, orderId: string): AmazonOrder {
  const order = sampleOrders({ now }).find((candidate) => candidate.orderId === orderId)
  if (order === undefined) throw new Error(`no sample ${orderId}`)
  return order
}

describe.each(moments)('started at %i', (now) => {
  it('no sample has a past that is still to come, or a window that ends before it begins', () => {
    for (const order of sampleOrders({ now })) {
      const { createdTime, lastUpdatedTime, fulfillment, packages = [] } = order
      const shipped = packages.flatMap(({ shipTime, createdTime }) => [shipTime, createdTime]).filter((time) => time)
      const past = [createdTime, ...shipped, lastUpdatedTime].map((time) => Date.parse(time ?? ''))
      expect(past).toEqual(past.filter((time) => time <= now))
      expect(Math.max(...past)).toBe(Date.parse(lastUpdatedTime))
      expect(Math.min(...past)).toBe(Date.parse(createdTime))
      for (const window of [fulfillment?.shipByWindow, fulfillment?.deliverByWindow]) {
        expect(Date.parse(window?.earliestDateTime ?? '')).toBeLessThan(Date.parse(window?.latestDateTime ?? ''))
      }
    }
  })

  it.each([
    ['202-8843610-2957714', 'deliver', -1],
    ['404-6602981-3374410', 'deliver', -1],
    ['403-5548127-9920633', 'deliver', 0],
    ['405-9034416-2287715', 'ship', -1],
    ['405-9034416-2287715', 'deliver', 3],
    ['404-2288157-9043361', 'ship', 0],
    ['406-1184539-7702265', 'deliver', 0],
    ['302-6640915-3378024', 'deliver', 3],
    ['249-3810572-6694401', 'deliver', 0],
    ['113-0486627-5541937', 'ship', 1],
  ] as const)('%s is to %s until the end of day %i', (orderId, what, day) => {
    const { fulfillment, salesChannel } = at(now, orderId)
    const window = what === 'ship' ? fulfillment?.shipByWindow : fulfillment?.deliverByWindow
    const timeZone = zones[salesChannel.marketplaceName ?? '']
    const end = new Date(window?.latestDateTime ?? '')
    const dateOf = (moment: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(moment)
    const noonUtc = Date.parse(`${dateOf(new Date(now))}T12:00:00Z`) + day * 86_400_000
    expect(dateOf(end)).toBe(new Date(noonUtc).toISOString().slice(0, 10))
    expect(new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(end)).toBe('23:59:59')
  })
})

const zones: Readonly<Record<string, string>> = {
  'Amazon.fr': 'Europe/Paris',
  'Amazon.de': 'Europe/Berlin',
  'Amazon.co.uk': 'Europe/London',
  'Amazon.com': 'America/Los_Angeles',
  'Amazon.co.jp': 'Asia/Tokyo',
}

it('the samples are the same all day long, and those that ended are the same for ever', () => {
  const morning = Date.parse('2026-07-08T16:00:00Z')
  expect(sampleOrders({ now: morning + 3_600_000 })).toEqual(sampleOrders({ now: morning }))
  const ended = [
    '171-4093870-1757126',
    '402-5913076-8821140',
    '405-3367018-2249957',
    '404-7702315-8846190',
    '405-2216879-4403358',
    '111-7302945-6618803',
  ]
  for (const orderId of ended) expect(at(moments[0] ?? 0, orderId)).toEqual(at(moments.at(-1) ?? 0, orderId))
})
