import { mergeOrder, reconcileCharges } from '@orderport/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRecord, type RawOrder } from '../parse/answered-order.ts'
import { mangledOrder } from './testing/mangled-order.ts'
import { sampleItems, sampleOrder } from './testing/sample-order.ts'
import { sampleOrder as sampleOrder2026, sampleOrderId } from '../testing/sample-order.ts'
import { at, leavesOf } from '../testing/values-in.ts'
import { toChannelOrder as toChannelOrder2026 } from '../orders-2026-01-01/to-channel-order.ts'
import { toChannelOrder } from './to-channel-order.ts'

const [kettle] = sampleItems

function changed(change: RawOrder) {
  return toChannelOrder(sampleOrderId, { order: { ...sampleOrder, ...change }, orderItems: sampleItems })
}

/** How far the delivery of the order is, once it is stored. */
function deliveryStatusOf(change: RawOrder) {
  return mergeOrder(null, changed(change)).facts.deliveryStatus
}

function withItem(change: RawOrder) {
  return toChannelOrder(sampleOrderId, { order: sampleOrder, orderItems: [{ ...kettle, ...change }] }).products
}

describe('a complete order', () => {
  const order = toChannelOrder(sampleOrderId, { order: sampleOrder, orderItems: sampleItems })

  it('equals the order of 2026-01-01, except for the packages and what follows from them', () => {
    const { rawData: _ours, ...facts } = order
    const { rawData: _theirs, ...newer } = toChannelOrder2026(sampleOrderId, { ...sampleOrder2026, packages: [] })
    // Unlike the newer version, v0 says also that nobody asked to cancel.
    expect(facts).toEqual(newer)
    expect(reconcileCharges(mergeOrder(null, order).facts)).toMatchObject({ addUp: true, taxIncluded: true })
    expect(order).toMatchObject({ packages: [], carrier: null, trackingCode: null, trackingUrl: null, shippedAt: null })
  })

  it('keeps both answers as received', () => {
    expect(order.rawData).toEqual({ order: sampleOrder, orderItems: sampleItems })
  })
})

describe('what Amazon leaves out', () => {
  it('a pending order has no total, which is not zero', () => {
    const order = toChannelOrder(sampleOrderId, { order: { OrderStatus: 'Pending' }, orderItems: [{ Title: 'Bol' }] })
    expect(order).toMatchObject({ status: 'Pending', totalAmount: null, currency: null })
    expect(order.products).toMatchObject([{ name: 'Bol', quantity: null, price: null, lineTotal: null }])
  })

  it('a total of zero is a total', () => {
    expect(changed({ OrderTotal: { Amount: '0.00', CurrencyCode: 'EUR' } }).totalAmount).toBe('0.00')
  })

  it('without a total, the currency is that of the items', () => {
    expect(changed({ OrderTotal: undefined })).toMatchObject({ totalAmount: null, currency: 'EUR' })
  })

  it('a buyer whose name is withheld has none: the recipient is somebody else', () => {
    const order = changed({ BuyerInfo: { BuyerName: '' } })
    expect([order.customerName, order.shippingAddress?.name]).toEqual([null, 'Dominique Petit'])
  })

  it('an application without the role sees the town, but no person', () => {
    const order = changed({ BuyerInfo: undefined, ShippingAddress: { City: 'Nantes', CountryCode: 'FR' } })
    expect(order).toMatchObject({
      customerName: null,
      customerEmail: null,
      customerPhone: null,
      customerAddress: 'Nantes, FR',
    })
  })

  it('an empty address is null, also at an access point', () => {
    const order = changed({ IsAccessPointOrder: true, ShippingAddress: { Name: '', City: ' ' } })
    expect(order).toMatchObject({ shippingAddress: null, customerAddress: null })
  })

  it('an invalid date is null, never 1970', () => {
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
  it.each([
    ['Residential', false, 'RESIDENTIAL'],
    ['Commercial', 'false', 'COMMERCIAL'],
    ['Commercial', 'true', 'PICKUP_POINT'],
    [undefined, true, 'PICKUP_POINT'],
    ['', undefined, null],
  ])('of type %j, access point %j, is %j', (AddressType, IsAccessPointOrder, expected) => {
    const order = changed({ IsAccessPointOrder, ShippingAddress: { ...sampleOrder.ShippingAddress, AddressType } })
    expect(order.shippingAddress?.addressType).toBe(expected)
  })

  it('has its county, or its district where there is none', () => {
    expect(changed({ ShippingAddress: { County: 'Loire' } }).shippingAddress?.districtOrCounty).toBe('Loire')
    expect(changed({ ShippingAddress: { District: 'Centro' } }).shippingAddress?.districtOrCounty).toBe('Centro')
  })
})

describe('an item', () => {
  it('has its total, and a unit price that is rounded where units don’t divide it', () => {
    expect(withItem({})).toMatchObject([{ quantity: 2, price: '18.99', lineTotal: '37.98', currency: 'EUR' }])
    expect(withItem({ QuantityOrdered: 3, ItemPrice: { Amount: '10.00' } })).toMatchObject([
      { price: '3.33', lineTotal: '10.00', currency: null },
    ])
  })

  it('that was cancelled has quantity 0 and no invented price', () => {
    expect(withItem({ QuantityOrdered: 0 })).toMatchObject([{ quantity: 0, price: null, lineTotal: '37.98' }])
  })

  it('in yen has no decimals', () => {
    const ItemPrice = { CurrencyCode: 'JPY', Amount: '19940' }
    expect(withItem({ ItemPrice })).toMatchObject([{ price: '9970', lineTotal: '19940', currency: 'JPY' }])
  })
})

describe('a delivery status', () => {
  it('is known only for Easy Ship orders', () => {
    expect(changed({ EasyShipShipmentStatus: 'OutForDelivery' }).saidDeliveryStatus).toBe('out_for_delivery')
    expect(changed({ EasyShipShipmentStatus: 'Teleported' }).saidDeliveryStatus).toBeNull()
    expect(changed({}).saidDeliveryStatus).toBeNull()
    expect(deliveryStatusOf({ EasyShipShipmentStatus: 'OutForDelivery' })).toBe('out_for_delivery')
  })

  it.each([
    ['Unshipped', 'pending'],
    ['Shipped', 'shipped'],
    ['Canceled', 'cancelled'],
  ])('of an order that is %s and no Easy Ship order is %s', (OrderStatus, expected) => {
    expect(deliveryStatusOf({ OrderStatus })).toBe(expected)
  })
})

describe('a mangled order', () => {
  it('never fails, never shows NaN, 1970 or empty text, and is kept as received', () => {
    fc.assert(
      fc.property(mangledOrder(), (raw) => {
        const { rawData, ...facts } = toChannelOrder(sampleOrderId, raw)
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

  it('never loses an item, an item’s total or the order’s total', () => {
    fc.assert(
      fc.property(mangledOrder(), (raw) => {
        const order = toChannelOrder(sampleOrderId, raw)
        const items = raw.orderItems.filter(isRecord)
        expect(order.products).toHaveLength(items.length)
        items.forEach((item, index) => {
          expectKept(order.products[index]?.lineTotal, at(item, ['ItemPrice', 'Amount']))
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
