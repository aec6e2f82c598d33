import { mergeOrder, reconcileCharges } from '@orderport/domain'
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

/** How far the delivery of the order is, once it is stored. */
function deliveryStatusOf(change: RawOrder) {
  return mergeOrder(null, changed(change)).facts.deliveryStatus
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
      carrier: 'Colissimo',
      trackingCode: '6A00000000001',
      trackingUrl: 'https://www.laposte.fr/outils/suivre-vos-envois?code=6A00000000001',
      shippedAt: '2026-02-06T09:30:00.000Z',
      deliverFrom: '2026-02-08T00:00:00.000Z',
      estimatedDeliveryAt: '2026-02-11T22:59:59.000Z',
      latestShipDate: '2026-02-07T22:59:59.000Z',
      sourceUpdatedAt: '2026-02-07T08:00:00.000Z',
      sellerOrderNumber: 'NA-2026-0205',
      charges: { shipping: '4.90', giftWrap: null, tax: '8.00', discount: '4.90', other: null, incomplete: false },
      cancellation: null,
      buyerRequestedCancellation: null,
      buyerCancellationReason: null,
      replaces: null,
      isGift: true,
      giftMessage: 'Pour la cuisine !',
      isPrime: true,
      isBusiness: false,
      pickupPoint: false,
    })
  })

  it('has no delivery status of its own: its packages decide', () => {
    expect(order.saidDeliveryStatus).toBeNull()
    expect(deliveryStatusOf({})).toBe('out_for_delivery')
  })

  it('has items and charges that add up to its total, its tax in the prices', () => {
    expect(reconcileCharges(mergeOrder(null, order).facts)).toMatchObject({ addUp: true, taxIncluded: true })
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
        cancellation: null,
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
        cancellation: null,
      },
    ])
  })

  it('has its packages', () => {
    expect(order.packages.map(({ carrier, status, shippedAt }) => ({ carrier, status, shippedAt }))).toEqual([
      { carrier: 'Colissimo', status: 'delivered', shippedAt: '2026-02-06T15:00:00.000Z' },
      { carrier: 'Chronopost', status: 'out_for_delivery', shippedAt: '2026-02-06T09:30:00.000Z' },
    ])
    expect(order.packages.map(({ contents }) => contents)).toEqual([
      [{ orderItemId: '10000000000001', quantity: 2 }],
      [{ orderItemId: '10000000000002', quantity: 3 }],
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

  it('a buyer whose name is withheld has none: the recipient is somebody else', () => {
    const order = changed({ buyer: { buyerName: '' } })
    expect([order.customerName, order.shippingAddress?.name]).toEqual([null, 'Dominique Petit'])
  })

  it('names that are none are null', () => {
    const address = { name: '\u200b', addressLine1: 'n/a', addressLine2: '-', city: 'Nantes', phone: 'N/A' }
    const order = changed({ buyer: { buyerName: 'N/A' }, recipient: { deliveryAddress: address } })
    expect(order).toMatchObject({ customerName: null, customerPhone: null, customerAddress: 'Nantes' })
    expect(order.shippingAddress).toMatchObject({ name: null, lines: [] })
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
      saidDeliveryStatus: null,
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
          if (typeof value === 'string') expect(value).not.toMatch(/^1970-.*\.\d{3}Z$/)
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
          expectKept(order.products[index]?.lineTotal, itemSubtotal(item))
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

/** Returns the amount of the item's breakdown, which comes first in the sample, if it is still one. */
function itemSubtotal(item: unknown): unknown {
  const breakdowns = at(item, ['proceeds', 'breakdowns'])
  const first: unknown = Array.isArray(breakdowns) ? breakdowns[0] : null
  return at(first, ['type']) === 'ITEM' ? at(first, ['subtotal', 'amount']) : null
}

it.each([
  ['CANCELLED', 'cancelled'],
  ['UNSHIPPED', 'pending'],
  ['SHIPPED', 'shipped'],
  ['PARTIALLY_SHIPPED', 'shipped'],
])('an order that is %s and has no packages is %s', (fulfillmentStatus, expected) => {
  expect(deliveryStatusOf({ packages: [], fulfillment: { fulfillmentStatus } })).toBe(expected)
})

it('an order is delivered only when all of it was shipped and arrived', () => {
  const [kettle, cloth] = sampleOrder.orderItems
  const [first] = sampleOrder.packages
  expect(deliveryStatusOf({ packages: [first] })).toBe('delivered')
  expect(deliveryStatusOf({ packages: [first], fulfillment: { fulfillmentStatus: 'PARTIALLY_SHIPPED' } })).toBe(
    'shipped',
  )
  const orderItems = [kettle, { ...cloth, fulfillment: { quantityFulfilled: 1, quantityUnfulfilled: 2 } }]
  expect(deliveryStatusOf({ packages: [first], orderItems })).toBe('shipped')
})

it('a tracking number longer than any carrier’s is null: no index could hold it', () => {
  const packages = (trackingNumber: string) => [{ packageReferenceId: '1', carrier: 'DPD', trackingNumber }]
  expect(changed({ packages: packages('9'.repeat(256)) }).trackingCode).toBe('9'.repeat(256))
  expect(changed({ packages: packages('9'.repeat(257)) }).trackingCode).toBeNull()
})

it('a tracking number that is none is null, and the order’s tracking is that of the next package', () => {
  const [first, second] = sampleOrder.packages
  const order = changed({ packages: [{ ...first, trackingNumber: 'aucun' }, second] })
  expect(order.packages.map(({ trackingCode }) => trackingCode)).toEqual([null, 'XY000000002FR'])
  expect(order).toMatchObject({ carrier: 'Chronopost', trackingCode: 'XY000000002FR' })
})
