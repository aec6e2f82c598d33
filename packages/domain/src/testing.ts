import { mergeOrder, nothingKnown } from './merge-order.ts'
import type { ChannelOrder, Order, OrderItem, OrderPackage, ShippingAddress } from './order.ts'
import { tenantIdSchema } from './tenant-id.ts'

/** Builders for tests: everything known, unless said otherwise. */
export function anItem(change: Partial<OrderItem> = {}): OrderItem {
  return {
    orderItemId: '1',
    name: 'Théière en fonte',
    sku: 'TEA-1',
    asin: 'B000000001',
    quantity: 1,
    quantityShipped: 1,
    price: '29.99',
    lineTotal: '29.99',
    currency: 'EUR',
    cancellation: null,
    ...change,
  }
}

export function aPackage(change: Partial<OrderPackage> = {}): OrderPackage {
  return {
    packageReferenceId: '1',
    carrier: 'Colissimo',
    trackingCode: '6A00000000001',
    trackingUrl: 'https://www.laposte.fr/outils/suivre-vos-envois?code=6A00000000001',
    status: 'in_transit',
    statusSince: '2026-02-06T09:00:00.000Z',
    shippedAt: '2026-02-06T08:00:00.000Z',
    contents: [],
    ...change,
  }
}

export function anAddress(): ShippingAddress {
  return {
    name: 'Camille Durand',
    companyName: null,
    lines: ['1 rue des Lilas'],
    city: 'Lyon',
    districtOrCounty: null,
    stateOrRegion: null,
    municipality: null,
    postalCode: '69001',
    countryCode: 'FR',
    addressType: null,
  }
}

export function aChannelOrder(change: Partial<ChannelOrder> = {}): ChannelOrder {
  const shipped = aPackage()
  return {
    ...nothingKnown,
    externalOrderId: '171-4093870-1757126',
    rawData: { orderId: '171-4093870-1757126' },
    status: 'Shipped',
    totalAmount: '29.99',
    currency: 'EUR',
    orderDate: '2026-02-05T10:11:12.000Z',
    fulfillmentChannel: 'MFN',
    marketplace: 'A13V1IB3VIYZZH',
    customerName: 'Camille Durand',
    customerEmail: 'abc@marketplace.amazon.fr',
    customerPhone: '+33 1 00 00 00 00',
    customerAddress: '1 rue des Lilas, 69001 Lyon, FR',
    shippingAddress: anAddress(),
    products: [anItem()],
    packages: [shipped],
    carrier: shipped.carrier,
    trackingCode: shipped.trackingCode,
    trackingUrl: shipped.trackingUrl,
    shippedAt: shipped.shippedAt,
    estimatedDeliveryAt: '2026-02-10T22:59:59.000Z',
    latestShipDate: '2026-02-07T22:59:59.000Z',
    sourceUpdatedAt: '2026-02-06T09:00:00.000Z',
    ...change,
  }
}

export function anOrder(change: Partial<Order> = {}): Order {
  const { externalOrderId, rawData: _rawData, ...fetched } = aChannelOrder()
  return {
    ...fetched,
    ...mergeOrder(null, aChannelOrder()).facts,
    id: 'ord-mlanrh0t-9kjknx',
    tenantId: tenantIdSchema.parse('boutique-lyon'),
    channel: 'amazon',
    externalOrderId,
    orderSource: 'amazon_spapi',
    replacedBy: null,
    checkedAt: '2026-02-06T10:00:00.000Z',
    importedAt: '2026-02-06T10:00:00.000Z',
    updatedAt: '2026-02-06T10:00:00.000Z',
    ...change,
  }
}
