import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRecord, type RawOrder } from '../parse/answered-order.ts'
import { mangledOrder } from '../testing/mangled-order.ts'
import { sampleOrder, sampleOrderId } from '../testing/sample-order.ts'
import { at, leavesOf } from '../testing/values-in.ts'
import { toChannelOrder } from './to-channel-order.ts'

function changed(change: RawOrder) {
  return toChannelOrder(sampleOrderId, { ...sampleOrder, ...change })
}

describe('a complete order', () => {
  const order = toChannelOrder(sampleOrderId, sampleOrder)

  it('has its facts in the domain’s terms', () => {
    expect(order).toMatchObject({
      externalOrderId: sampleOrderId,
      status: 'Shipped',
      totalAmount: '47.97',
      currency: 'EUR',
      orderDate: '2026-02-05T10:11:12.000Z',
      fulfillmentChannel: 'MFN',
      marketplace: 'A13V1IB3VIYZZH',
      customerName: 'Camille Petit',
      customerEmail: 'relay-1@marketplace.amazon.fr',
      customerPhone: '+33 2 00 00 00 00',
      customerAddress: '7 quai des Brumes, Bâtiment C, 44000 Nantes, FR',
      deliveryStatus: 'out_for_delivery',
      carrier: 'Colissimo',
      trackingCode: '6A00000000001',
      trackingUrl: 'https://www.laposte.fr/outils/suivre-vos-envois?code=6A00000000001',
      shippedAt: '2026-02-06T09:30:00.000Z',
      estimatedDeliveryAt: '2026-02-11T22:59:59.000Z',
      latestShipDate: '2026-02-07T22:59:59.000Z',
      sourceUpdatedAt: '2026-02-07T08:00:00.000Z',
    })
  })

  it('has no delivery date: Amazon sends none', () => {
    expect(order.deliveredAt).toBeNull()
  })

  it('has the address in its parts, without empty ones', () => {
    expect(order.shippingAddress).toEqual({
      name: 'Dominique Petit',
      companyName: null,
      lines: ['7 quai des Brumes', 'Bâtiment C'],
      city: 'Nantes',
      districtOrCounty: null,
      stateOrRegion: null,
      municipality: null,
      postalCode: '44000',
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    })
  })

  it('has its items, with a unit price from the total where Amazon sends none', () => {
    expect(order.products).toEqual([
      {
        orderItemId: '10000000000001',
        name: 'Bouilloire en inox',
        sku: 'KETTLE-1',
        asin: 'B000000001',
        quantity: 2,
        quantityShipped: 2,
        price: '18.99',
        lineTotal: '37.98',
        currency: 'EUR',
      },
      {
        orderItemId: '10000000000002',
        name: 'Torchon',
        sku: 'CLOTH-1',
        asin: 'B000000002',
        quantity: 3,
        quantityShipped: null,
        price: '3.33',
        lineTotal: '9.99',
        currency: 'EUR',
      },
    ])
  })

  it('has its packages', () => {
    expect(order.packages.map(({ carrier, status, shippedAt }) => ({ carrier, status, shippedAt }))).toEqual([
      { carrier: 'Colissimo', status: 'delivered', shippedAt: '2026-02-06T15:00:00.000Z' },
      { carrier: 'Chronopost', status: 'out_for_delivery', shippedAt: '2026-02-06T09:30:00.000Z' },
    ])
  })

  it('keeps the answer as received', () => {
    expect(order.rawData).toBe(sampleOrder)
  })
})

describe('what Amazon leaves out', () => {
  it('a pending order without proceeds has no total, which is not zero', () => {
    const order = changed({ proceeds: undefined, orderItems: [{ orderItemId: '1', quantityOrdered: 1, product: {} }] })
    expect(order).toMatchObject({ totalAmount: null, currency: null, products: [{ price: null, lineTotal: null }] })
  })

  it('a total of zero is a total', () => {
    expect(changed({ proceeds: { grandTotal: { amount: '0.00', currencyCode: 'EUR' } } }).totalAmount).toBe('0.00')
  })

  it('without a total, the currency is that of the items', () => {
    expect(changed({ proceeds: {} })).toMatchObject({ totalAmount: null, currency: 'EUR' })
  })

  it('a cancelled item has quantity 0 and no invented unit price', () => {
    const [, cloth] = sampleOrder.orderItems
    const order = changed({ orderItems: [{ ...cloth, quantityOrdered: 0 }] })
    expect(order.products).toMatchObject([{ quantity: 0, price: null, lineTotal: '9.99' }])
  })

  it('the recipient stands in for a buyer whose name is withheld', () => {
    expect(changed({ buyer: { buyerName: '' } }).customerName).toBe('Dominique Petit')
  })

  it('an order without buyer, address and packages has null in their fields, not empty text', () => {
    const order = changed({ buyer: undefined, recipient: { deliveryAddress: { addressLine1: '' } }, packages: [] })
    expect(order).toMatchObject({
      customerName: null,
      customerEmail: null,
      customerPhone: null,
      customerAddress: null,
      shippingAddress: null,
      packages: [],
      deliveryStatus: null,
      carrier: null,
      trackingCode: null,
      trackingUrl: null,
      shippedAt: null,
    })
  })

  it('without FULFILLMENT the status is null, and overwrites no known one', () => {
    expect(changed({ fulfillment: undefined })).toMatchObject({ status: null, fulfillmentChannel: null })
  })

  it('a status that we don’t know is Unknown, and stays in the raw answer', () => {
    const order = changed({ fulfillment: { fulfillmentStatus: 'ON_HOLD' } })
    expect(order.status).toBe('Unknown')
    expect(order.rawData).toMatchObject({ fulfillment: { fulfillmentStatus: 'ON_HOLD' } })
  })
})

describe('a mangled order', () => {
  it('never fails, never shows NaN, the epoch or empty text, and is kept as received', () => {
    fc.assert(
      fc.property(mangledOrder(), (raw) => {
        const { rawData, ...facts } = toChannelOrder(sampleOrderId, raw)
        expect(rawData).toBe(raw)
        for (const value of leavesOf(facts)) {
          expect(value).not.toBe('')
          if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0)
          expect(value).not.toBe('1970-01-01T00:00:00.000Z')
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never loses an item, a unit price, an item’s total or the order’s total', () => {
    fc.assert(
      fc.property(mangledOrder(), (raw) => {
        const order = toChannelOrder(sampleOrderId, raw)
        const items = Array.isArray(raw['orderItems']) ? raw['orderItems'].filter(isRecord) : []
        expect(order.products).toHaveLength(items.length)
        items.forEach((item, index) => {
          expectKept(order.products[index]?.price, at(item, ['product', 'price', 'unitPrice', 'amount']))
          expectKept(order.products[index]?.lineTotal, at(item, ['proceeds', 'proceedsTotal', 'amount']))
        })
        expectKept(order.totalAmount, at(raw, ['proceeds', 'grandTotal', 'amount']))
      }),
      { numRuns: 500 },
    )
  })
})

function expectKept(mapped: string | null | undefined, given: unknown): void {
  if (typeof given === 'string' && /^-?\d{1,12}\.\d{2}$/.test(given)) expect(mapped).toBe(given)
}

it('a cancelled order without packages is cancelled; of any other order without packages nothing is known', () => {
  expect(changed({ packages: [], fulfillment: { fulfillmentStatus: 'CANCELLED' } }).deliveryStatus).toBe('cancelled')
  expect(changed({ packages: [], fulfillment: { fulfillmentStatus: 'UNSHIPPED' } }).deliveryStatus).toBeNull()
})

it('a tracking number longer than any carrier’s is null: no index could hold it', () => {
  const packages = (trackingNumber: string) => [{ packageReferenceId: '1', carrier: 'DPD', trackingNumber }]
  expect(changed({ packages: packages('9'.repeat(256)) }).trackingCode).toBe('9'.repeat(256))
  expect(changed({ packages: packages('9'.repeat(257)) }).trackingCode).toBeNull()
})
