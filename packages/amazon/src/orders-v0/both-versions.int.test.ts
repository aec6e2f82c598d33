import type { ChannelOrder } from '@orderport/domain'
import { sampleOrders } from '@orderport/amazon-simulator'
import { expect, test } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'

/** Parcels and what follows from them: v0 does not know them. */
const ofParcels = { packages: [], carrier: null, trackingCode: null, trackingUrl: null, shippedAt: null }

/** The order without what the versions know differently: parcels, line totals (v0's are without shipping), the answer itself. */
function shared(order: ChannelOrder) {
  const { rawData: _raw, deliveryStatus: _status, ...facts } = { ...order, ...ofParcels }
  return { ...facts, products: facts.products.map(({ lineTotal: _total, ...line }) => line) }
}

async function allOrders(version: '2026-01-01' | 'v0'): Promise<readonly ChannelOrder[]> {
  await using shop = await connectSeller(version)
  shop.amazon.usagePlans.switchOff()
  const samples = sampleOrders()
  for (const order of samples) shop.seller.putOrder(order)
  return await Promise.all(samples.map(({ orderId }) => shop.fetchOrder(orderId)))
}

test('both versions give the same order in all that both can know', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  expect(older.length).toBeGreaterThan(10)
  expect(older.map(shared)).toEqual(newer.map(shared))
})

test('v0 says of parcels that it knows nothing, where the newer version knows some', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  const withParcels = newer.filter(({ packages }) => packages.length > 0)
  expect(withParcels.length).toBeGreaterThan(2)
  for (const order of withParcels) expect(order.shippedAt).not.toBeNull()
  older.forEach((order, index) => {
    const same = newer[index]
    expect(order).toMatchObject(ofParcels)
    expect(order.deliveryStatus).toBe(same?.packages.length === 0 ? same.deliveryStatus : null)
  })
})

test('a line’s total is without shipping by v0, with it by the newer version, and known to both or to neither', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  const [newerTotals, olderTotals] = [newer, older].map((orders) =>
    orders.flatMap(({ products }) => products.map(({ lineTotal }) => Number(lineTotal ?? Number.NaN))),
  )
  expect(olderTotals?.map(Number.isNaN)).toEqual(newerTotals?.map(Number.isNaN))
  const shipping = olderTotals?.map((total, index) => (newerTotals?.[index] ?? 0) - total)
  expect(shipping?.some((amount) => amount > 0)).toBe(true)
  expect(shipping?.every((amount) => !(amount < 0))).toBe(true)
})
