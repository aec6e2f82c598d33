import type { ChannelOrder } from '@orderport/domain'
import { sampleOrders } from '@orderport/amazon-simulator'
import { expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'

/** Packages and what follows from them, as v0 has them: it doesn't know any. */
const noPackages = { packages: [], carrier: null, trackingCode: null, trackingUrl: null, shippedAt: null }

/** Returns the order without what differs by version: packages, items' totals (v0's exclude shipping), the answer. */
function shared(order: ChannelOrder) {
  const { rawData: _raw, deliveryStatus: _status, ...facts } = { ...order, ...noPackages }
  return { ...facts, products: facts.products.map(({ lineTotal: _total, ...item }) => item) }
}

async function allOrders(version: '2026-01-01' | 'v0'): Promise<readonly ChannelOrder[]> {
  await using shop = await connectSeller(version)
  shop.amazon.usagePlans.switchOff()
  const samples = sampleOrders()
  for (const order of samples) shop.seller.putOrder(order)
  return await Promise.all(samples.map(({ orderId }) => shop.fetchOrder(orderId)))
}

it('both versions return the same order in all that both know', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  expect(older.length).toBeGreaterThan(10)
  expect(older.map(shared)).toEqual(newer.map(shared))
})

it('v0 has no packages where the newer version has some', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  const withPackages = newer.filter(({ packages }) => packages.length > 0)
  expect(withPackages.length).toBeGreaterThan(2)
  for (const order of withPackages) expect(order.shippedAt).not.toBeNull()
  older.forEach((order, index) => {
    const same = newer[index]
    expect(order).toMatchObject(noPackages)
    expect(order.deliveryStatus).toBe(same?.packages.length === 0 ? same.deliveryStatus : null)
  })
})

it('an item’s total excludes shipping in v0 and includes it in the newer version, if either knows it', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  const [newerTotals, olderTotals] = [newer, older].map((orders) =>
    orders.flatMap(({ products }) => products.map(({ lineTotal }) => Number(lineTotal ?? Number.NaN))),
  )
  expect(olderTotals?.map(Number.isNaN)).toEqual(newerTotals?.map(Number.isNaN))
  const shipping = olderTotals?.map((total, index) => (newerTotals?.[index] ?? 0) - total)
  expect(shipping?.some((amount) => amount > 0)).toBe(true)
  expect(shipping?.every((amount) => !(amount < 0))).toBe(true)
})
