import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRecord, type RawOrder } from '../parse/raw-order.ts'
import { mangledOrderV0 } from '../testing/mangled-order.ts'
import { sampleItemsV0, sampleOrderV0 } from './testing/sample-order.ts'
import { sampleOrder, sampleOrderId } from '../testing/sample-order.ts'
import { at, leavesOf } from '../testing/values-in.ts'
import { toChannelOrder } from '../orders-2026-01-01/to-channel-order.ts'
import { toChannelOrderV0 } from './to-channel-order.ts'

const [kettle] = sampleItemsV0

function changed(change: RawOrder) {
  return toChannelOrderV0(sampleOrderId, { order: { ...sampleOrderV0, ...change }, orderItems: sampleItemsV0 })
}

function withItem(change: RawOrder) {
  return toChannelOrderV0(sampleOrderId, { order: sampleOrderV0, orderItems: [{ ...kettle, ...change }] }).products
}

describe('a whole order', () => {
  const order = toChannelOrderV0(sampleOrderId, { order: sampleOrderV0, orderItems: sampleItemsV0 })

  test('is the order of 2026-01-01, but for the parcels and what follows from them', () => {
    const { rawData: _ours, ...facts } = order
    const { rawData: _theirs, ...newer } = toChannelOrder(sampleOrderId, { ...sampleOrder, packages: [] })
    expect(facts).toEqual(newer)
    expect(order).toMatchObject({ packages: [], carrier: null, trackingCode: null, trackingUrl: null, shippedAt: null })
  })

  test('keeps both answers as they came', () => {
    expect(order.rawData).toEqual({ order: sampleOrderV0, orderItems: sampleItemsV0 })
  })
})

describe('what Amazon leaves out', () => {
  test('a pending order has no total, which is not zero', () => {
    const order = toChannelOrderV0(sampleOrderId, { order: { OrderStatus: 'Pending' }, orderItems: [{ Title: 'Bol' }] })
    expect(order).toMatchObject({ status: 'Pending', totalAmount: null, currency: null })
    expect(order.products).toMatchObject([{ name: 'Bol', quantity: 0, price: null, lineTotal: null }])
  })

  test('a total of zero is a total', () => {
    expect(changed({ OrderTotal: { Amount: '0.00', CurrencyCode: 'EUR' } }).totalAmount).toBe('0.00')
  })

  test('the currency without a total is that of the lines', () => {
    expect(changed({ OrderTotal: undefined })).toMatchObject({ totalAmount: null, currency: 'EUR' })
  })

  test('the recipient stands in for a buyer whose name is withheld', () => {
    expect(changed({ BuyerInfo: { BuyerName: '' } }).customerName).toBe('Dominique Petit')
  })

  test('an application without the role sees the place, and nobody in it', () => {
    const order = changed({ BuyerInfo: undefined, ShippingAddress: { City: 'Nantes', CountryCode: 'FR' } })
    expect(order).toMatchObject({
      customerName: null,
      customerEmail: null,
      customerPhone: null,
      customerAddress: 'Nantes, FR',
    })
  })

  test('an address without content is none, also at an access point', () => {
    const order = changed({ IsAccessPointOrder: true, ShippingAddress: { Name: '', City: ' ' } })
    expect(order).toMatchObject({ shippingAddress: null, customerAddress: null })
  })

  test('a date that is none is null, never 1970', () => {
    const order = changed({
      PurchaseDate: '1.569521782042E9',
      LastUpdateDate: '1970-01-19T03:58:32Z',
      LatestShipDate: '',
      LatestDeliveryDate: 0,
    })
    expect(order).toMatchObject({ orderDate: null, sourceUpdatedAt: null })
    expect(order).toMatchObject({ latestShipDate: null, estimatedDeliveryAt: null })
  })
})

describe('an address', () => {
  test.each([
    ['Residential', false, 'RESIDENTIAL'],
    ['Commercial', 'false', 'COMMERCIAL'],
    ['Commercial', 'true', 'PICKUP_POINT'],
    [undefined, true, 'PICKUP_POINT'],
    ['', undefined, null],
  ])('of type %j, access point %j, is %j', (AddressType, IsAccessPointOrder, expected) => {
    const order = changed({ IsAccessPointOrder, ShippingAddress: { ...sampleOrderV0.ShippingAddress, AddressType } })
    expect(order.shippingAddress?.addressType).toBe(expected)
  })

  test('has its county, or its district where there is none', () => {
    expect(changed({ ShippingAddress: { County: 'Loire' } }).shippingAddress?.districtOrCounty).toBe('Loire')
    expect(changed({ ShippingAddress: { District: 'Centro' } }).shippingAddress?.districtOrCounty).toBe('Centro')
  })
})

describe('a line', () => {
  test('costs a unit what all cost divided by their number, if that is exact', () => {
    expect(withItem({})).toMatchObject([{ quantity: 2, price: '18.99', lineTotal: '37.98', currency: 'EUR' }])
    expect(withItem({ QuantityOrdered: 3, ItemPrice: { Amount: '10.00' } })).toMatchObject([
      { price: null, lineTotal: '10.00', currency: null },
    ])
  })

  test('that was cancelled has quantity 0 and no invented price', () => {
    expect(withItem({ QuantityOrdered: 0 })).toMatchObject([{ quantity: 0, price: null, lineTotal: '37.98' }])
  })

  test('in yen has no decimals', () => {
    const ItemPrice = { CurrencyCode: 'JPY', Amount: '19940' }
    expect(withItem({ ItemPrice })).toMatchObject([{ price: '9970', lineTotal: '19940', currency: 'JPY' }])
  })
})

describe('a delivery status', () => {
  test('is known of Easy Ship orders alone', () => {
    expect(changed({ EasyShipShipmentStatus: 'OutForDelivery' }).deliveryStatus).toBe('out_for_delivery')
    expect(changed({ EasyShipShipmentStatus: 'Teleported' }).deliveryStatus).toBeNull()
    expect(changed({}).deliveryStatus).toBeNull()
  })

  test('of a cancelled order is cancelled', () => {
    expect(changed({ OrderStatus: 'Canceled' }).deliveryStatus).toBe('cancelled')
  })
})

describe('a mangled order', () => {
  test('never fails, never shows NaN, 1970 or empty text, and stays as it came', () => {
    fc.assert(
      fc.property(mangledOrderV0(), (raw) => {
        const { rawData, ...facts } = toChannelOrderV0(sampleOrderId, raw)
        expect(rawData).toEqual(raw)
        for (const value of leavesOf(facts)) {
          expect(value).not.toBe('')
          if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0)
          if (typeof value === 'string') expect(value).not.toMatch(/^1970-.*\.\d{3}Z$/)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('never loses a line, a line total or the total', () => {
    fc.assert(
      fc.property(mangledOrderV0(), (raw) => {
        const order = toChannelOrderV0(sampleOrderId, raw)
        const lines = raw.orderItems.filter(isRecord)
        expect(order.products).toHaveLength(lines.length)
        lines.forEach((line, index) => {
          expectKept(order.products[index]?.lineTotal, at(line, ['ItemPrice', 'Amount']))
        })
        expectKept(order.totalAmount, at(raw.order, ['OrderTotal', 'Amount']))
      }),
      { numRuns: 500 },
    )
  })
})

function expectKept(mapped: string | null | undefined, given: unknown): void {
  if (typeof given === 'string' && /^-?\d{1,12}\.\d{2}$/.test(given)) expect(mapped).toBe(given)
}
