import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeOrder } from './merge-order.ts'
import type { ChannelOrder, Order } from './order.ts'
import { makeStub } from './stub.ts'
import { aChannelOrder, anItem, anAddress, anOrder, aPackage } from './testing.ts'
import { tenantIdSchema } from './tenant-id.ts'

const silent: Partial<ChannelOrder> = {
  status: null,
  totalAmount: null,
  currency: null,
  orderDate: null,
  customerName: null,
  customerEmail: null,
  customerPhone: null,
  customerAddress: null,
  shippingAddress: null,
  products: [],
  packages: [],
  saidDeliveryStatus: null,
  carrier: null,
  trackingCode: null,
  trackingUrl: null,
  shippedAt: null,
  estimatedDeliveryAt: null,
  latestShipDate: null,
}

/** Any subset of an answer's values left out, as roles, retention and `Pending` do. */
const partialAnswer = fc
  .subarray(Object.keys(silent))
  .map((left) => aChannelOrder(Object.fromEntries(Object.entries(silent).filter(([key]) => left.includes(key)))))

function stored(fetched: ChannelOrder, before: Order | null = null): Order {
  return anOrder({ ...mergeOrder(before, fetched).facts })
}

describe('mergeOrder', () => {
  it('keeps every known value that a newer answer leaves out', () => {
    const known = anOrder()
    const { facts } = mergeOrder(known, aChannelOrder({ ...silent, sourceUpdatedAt: '2026-02-07T00:00:00.000Z' }))
    expect({ ...known, ...facts }).toEqual({ ...known, sourceUpdatedAt: '2026-02-07T00:00:00.000Z' })
  })

  it('erases nothing, whatever subset an answer leaves out', () => {
    fc.assert(
      fc.property(partialAnswer, partialAnswer, (first, second) => {
        const before = stored(first)
        const after = stored(second, before)
        for (const key of Object.keys(silent)) {
          const value = Reflect.get(before, key)
          if (value !== null && !Array.isArray(value)) expect(Reflect.get(after, key)).not.toBeNull()
          if (Array.isArray(value)) expect(Reflect.get(after, key).length).toBeGreaterThanOrEqual(value.length)
        }
      }),
    )
  })

  it('applies the same answer twice as once', () => {
    fc.assert(
      fc.property(partialAnswer, partialAnswer, (first, second) => {
        const once = stored(second, stored(first))
        expect(stored(second, once)).toEqual(once)
      }),
    )
  })

  it('changes nothing for an answer older than what is stored', () => {
    const known = anOrder()
    const older = aChannelOrder({ status: 'Unshipped', sourceUpdatedAt: '2026-02-05T00:00:00.000Z' })
    expect(mergeOrder(known, older)).toEqual({ facts: known, outdated: true })
  })

  it('takes newer values, items and packages over older ones', () => {
    const newer = aChannelOrder({
      status: 'Canceled',
      products: [anItem({ quantity: 0, price: null })],
      packages: [aPackage({ status: 'delivered', carrier: null })],
      sourceUpdatedAt: '2026-02-08T00:00:00.000Z',
    })
    const { facts } = mergeOrder(anOrder(), newer)
    expect(facts.status).toBe('Canceled')
    expect(facts.products).toEqual([anItem({ quantity: 0 })])
    expect(facts.packages).toEqual([aPackage({ status: 'delivered' })])
  })

  it('keeps a package’s status, and since when it has it, where a newer answer gives none', () => {
    const sourceUpdatedAt = '2026-02-08T00:00:00.000Z'
    const packages = [aPackage({ status: null, statusSince: null })]
    const { facts } = mergeOrder(anOrder(), aChannelOrder({ packages, sourceUpdatedAt }))
    expect(facts.packages).toEqual([aPackage()])
    expect(mergeOrder(null, aChannelOrder({ packages, sourceUpdatedAt })).facts.packages).toEqual(packages)
  })

  it('remembers when a delivered order had not arrived, but not a check that told nothing', () => {
    const arrived = aChannelOrder({
      packages: [aPackage({ status: 'delivered' })],
      sourceUpdatedAt: '2026-02-12T00:00:00.000Z',
    })
    const checkedAt = '2026-02-11T12:00:00.000Z'
    const before = (change: Partial<Order>) => mergeOrder(anOrder({ checkedAt, ...change }), arrived).facts
    expect(before({})).toMatchObject({ deliveryStatus: 'delivered', notDeliveredAt: checkedAt })
    expect(before({ packages: [], deliveryStatus: 'shipped' })).toMatchObject({
      deliveryStatus: 'delivered',
      notDeliveredAt: null,
    })
  })

  it('keys items by orderItemId: a item that an answer leaves out stays, items without a key give way', () => {
    const known = anOrder({ products: [anItem({ orderItemId: 'A' }), anItem({ orderItemId: null, name: 'legacy' })] })
    const { facts } = mergeOrder(known, aChannelOrder({ products: [anItem({ orderItemId: 'B' })] }))
    expect(facts.products.map((item) => item.orderItemId)).toEqual(['B', 'A'])
  })

  it('never mixes one answer’s carrier with another’s tracking code', () => {
    const { facts } = mergeOrder(
      anOrder(),
      aChannelOrder({ carrier: 'DPD', trackingCode: null, trackingUrl: null, packages: [] }),
    )
    expect([facts.carrier, facts.trackingCode]).toEqual(['Colissimo', '6A00000000001'])
  })

  it('replaces a stub’s placeholders and keeps its customer until the marketplace names one', () => {
    const identity = {
      id: 'ord-a-000000',
      tenantId: tenantIdSchema.parse('nouveau-client'),
      channel: 'amazon',
      externalOrderId: '171-4093870-1757126',
      importedAt: '2026-02-05T12:00:00.000Z',
      orderDate: null,
    }
    const stub = makeStub(identity, { customerName: 'C. Durand', customerEmail: 'camille@example.org' })
    const { facts } = mergeOrder(
      stub,
      aChannelOrder({ status: 'Pending', totalAmount: null, currency: null, customerName: null }),
    )
    expect(facts).toMatchObject({ status: 'Pending', totalAmount: null, currency: null, customerName: 'C. Durand' })
    expect(facts.customerEmail).toBe('abc@marketplace.amazon.fr')
  })

  it.each([
    ['Shipped', 'Unknown', 'Shipped'],
    ['Unknown', 'Shipped', 'Shipped'],
    ['Unknown', null, 'Unknown'],
  ] as const)('makes of %s and then %s a status %s: Unknown is no news', (before, after, status) => {
    expect(mergeOrder(anOrder({ status: before }), aChannelOrder({ status: after })).facts.status).toBe(status)
  })

  it('keeps an address that is known as text alone until the marketplace names a street', () => {
    const known = anOrder({ shippingAddress: null, customerAddress: '9 rue Ancienne, 69001 Lyon' })
    const city = { ...anAddress(), name: null, lines: [], postalCode: null }
    const first = mergeOrder(known, aChannelOrder({ shippingAddress: city })).facts
    expect(first.customerAddress).toBe('9 rue Ancienne, 69001 Lyon')
    const again = mergeOrder(anOrder(first), aChannelOrder({ shippingAddress: city })).facts
    expect(again.customerAddress).toBe('9 rue Ancienne, 69001 Lyon')
    const { facts } = mergeOrder(anOrder(first), aChannelOrder())
    expect(facts.customerAddress).toBe('1 rue des Lilas, 69001 Lyon, FR')
  })

  it('makes one item of two with one key', () => {
    const products = [anItem({ sku: null }), anItem({ price: null }), anItem({ orderItemId: '2' })]
    expect(mergeOrder(null, aChannelOrder({ products })).facts.products).toEqual([
      anItem(),
      anItem({ orderItemId: '2' }),
    ])
  })

  it('keeps the street when a seller without the role is given the city alone', () => {
    const known = anOrder()
    const shippingAddress = { ...anAddress(), name: null, lines: [], postalCode: null }
    const { facts } = mergeOrder(known, aChannelOrder({ shippingAddress }))
    expect(facts.customerAddress).toBe('1 rue des Lilas, 69001 Lyon, FR')
  })
})
