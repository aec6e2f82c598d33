import { type ChannelOrder, mergeOrder, reconcileCharges } from '@orderport/domain'
import { sampleOrders } from '@orderport/amazon-simulator'
import { expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'

/** Packages and what follows from them, as v0 has them: it doesn't know any. */
const noPackages = { packages: [], carrier: null, trackingCode: null, trackingUrl: null, shippedAt: null }

/** Returns the order without what differs by version: packages, who cancelled, what is denied, and the answer. */
function shared(order: ChannelOrder) {
  const { rawData: _raw, saidDeliveryStatus: _said, giftMessage: _message, ...facts } = { ...order, ...noPackages }
  return {
    ...facts,
    products: facts.products.map(({ cancellation: _cancellation, ...item }) => item),
    cancellation: facts.cancellation?.at ?? null,
    isGift: facts.isGift === true,
    pickupPoint: facts.pickupPoint === true,
    buyerRequestedCancellation: facts.buyerRequestedCancellation === true,
  }
}

/** Orders of which the versions differ, or which the connector doesn't read alike yet. */
const setApart = new Set([
  'S01-4470926-1138550', // a multi-channel reference
  '202-8843610-2957714', // prices with VAT in v0, without in the newer version
  '403-5548127-9920633', // a label without a shipment
  '402-9981273-4405526', // a discount
  '113-0486627-5541937', // a discount
])

async function allOrders(version: '2026-01-01' | 'v0'): Promise<readonly ChannelOrder[]> {
  await using shop = await connectSeller(version)
  shop.amazon.usagePlans.switchOff()
  const samples = sampleOrders().filter(({ orderId }) => !setApart.has(orderId))
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
    if (same === undefined) throw new Error('the versions return different numbers of orders')
    expect(order).toMatchObject(noPackages)
    expect(order.saidDeliveryStatus).toBeNull()
    const without = { ...same, packages: [] }
    expect(mergeOrder(null, order).facts.deliveryStatus).toBe(mergeOrder(null, without).facts.deliveryStatus)
  })
})

it('an item’s total excludes shipping in both versions, and with the charges it adds up to the order’s', async () => {
  const [newer, older] = await Promise.all([allOrders('2026-01-01'), allOrders('v0')])
  const sums = [newer, older].map((orders) => orders.map((order) => reconcileCharges(mergeOrder(null, order).facts)))
  expect(sums[1]).toEqual(sums[0])
  expect(sums[0]?.filter(({ addUp }) => addUp).length).toBeGreaterThan(5)
  expect(sums[0]?.some(({ shipping }) => Number(shipping) > 0)).toBe(true)
})
