import { nothingKnown, tenantIdSchema, type ChannelOrder, type OrderItem } from '@orderport/domain'

export const tenantA = tenantIdSchema.parse('tenant-a')
export const tenantB = tenantIdSchema.parse('tenant-b')

/** Returns a marketplace's answer about one order, with `changes`. */
export function channelOrder(changes: Partial<ChannelOrder> = {}): ChannelOrder {
  return {
    ...nothingKnown,
    externalOrderId: '171-4093870-1757126',
    status: 'Shipped',
    totalAmount: '29.90',
    currency: 'EUR',
    orderDate: '2026-02-05T10:11:12.345Z',
    fulfillmentChannel: 'MFN',
    marketplace: 'A13V1IB3VIYZZH',
    customerName: 'Zoé Exemple',
    customerEmail: 'zoe@example.com',
    customerPhone: '+33 1 00 00 00 00',
    customerAddress: '1 rue du Test, 75001 Paris, FR',
    shippingAddress: {
      name: 'Zoé Exemple',
      companyName: null,
      lines: ['1 rue du Test'],
      city: 'Paris',
      districtOrCounty: null,
      stateOrRegion: null,
      municipality: null,
      postalCode: '75001',
      countryCode: 'FR',
      addressType: null,
    },
    products: [orderItem()],
    packages: [
      {
        packageReferenceId: '1',
        carrier: 'La Poste',
        trackingCode: '6A00000000001',
        trackingUrl: 'https://example.com/6A00000000001',
        status: 'in_transit',
        statusSince: '2026-02-06T08:00:01.000Z',
        shippedAt: '2026-02-06T08:00:00.000Z',
        contents: [{ orderItemId: '1001', quantity: 1 }],
      },
    ],
    sellerOrderNumber: 'CMD-1001',
    charges: { shipping: '0.00', giftWrap: null, tax: '4.98', discount: null, other: null, incomplete: false },
    deliverFrom: '2026-02-08T07:00:00.000Z',
    isGift: false,
    isPrime: true,
    carrier: 'La Poste',
    trackingCode: '6A00000000001',
    trackingUrl: 'https://example.com/6A00000000001',
    shippedAt: '2026-02-06T08:00:00.000Z',
    estimatedDeliveryAt: '2026-02-09T22:59:59.000Z',
    latestShipDate: '2026-02-07T22:59:59.000Z',
    sourceUpdatedAt: '2026-02-06T08:00:01.000Z',
    rawData: { orderId: '171-4093870-1757126' },
    ...changes,
  }
}

export function orderItem(changes: Partial<OrderItem> = {}): OrderItem {
  return {
    orderItemId: '1001',
    name: 'Câble',
    sku: 'SKU-1',
    asin: 'B000000001',
    quantity: 1,
    quantityShipped: 1,
    price: '29.90',
    lineTotal: '29.90',
    currency: 'EUR',
    cancellation: null,
    ...changes,
  }
}
