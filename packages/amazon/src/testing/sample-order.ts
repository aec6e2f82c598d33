import type { Order } from '@sp-api-sdk/orders-api-2026-01-01'

export const sampleOrderId = '404-1111111-2222222'

/**
 * An order of a merchant in France: two items, one of them a gift, and two packages, one of them delivered. Shipping is
 * charged and taken off again. Everything in it is made up.
 */
export const sampleOrder = {
  orderId: sampleOrderId,
  orderAliases: [{ aliasId: 'NA-2026-0205', aliasType: 'SELLER_ORDER_ID' }],
  createdTime: '2026-02-05T10:11:12Z',
  lastUpdatedTime: '2026-02-07T08:00:00Z',
  programs: ['PRIME'],
  salesChannel: { channelName: 'AMAZON', marketplaceId: 'A13V1IB3VIYZZH', marketplaceName: 'Amazon.fr' },
  buyer: { buyerName: 'Camille Petit', buyerEmail: 'relay-1@marketplace.amazon.fr' },
  recipient: {
    deliveryAddress: {
      name: 'Dominique Petit',
      companyName: '',
      addressLine1: '7 quai des Brumes',
      addressLine2: '',
      addressLine3: 'Bâtiment C',
      city: 'Nantes',
      stateOrRegion: '',
      postalCode: '44000',
      countryCode: 'FR',
      phone: '+33 2 00 00 00 00',
      addressType: 'RESIDENTIAL',
    },
  },
  proceeds: { grandTotal: { amount: '47.97', currencyCode: 'EUR' } },
  fulfillment: {
    fulfillmentStatus: 'SHIPPED',
    fulfilledBy: 'MERCHANT',
    fulfillmentServiceLevel: 'STANDARD',
    shipByWindow: { earliestDateTime: '2026-02-06T00:00:00Z', latestDateTime: '2026-02-07T22:59:59Z' },
    deliverByWindow: { earliestDateTime: '2026-02-08T00:00:00Z', latestDateTime: '2026-02-11T22:59:59Z' },
  },
  orderItems: [
    {
      orderItemId: '10000000000001',
      quantityOrdered: 2,
      product: {
        asin: 'B000000001',
        title: 'Bouilloire en inox',
        sellerSku: 'KETTLE-1',
        price: { unitPrice: { amount: '18.99', currencyCode: 'EUR' } },
      },
      proceeds: {
        proceedsTotal: { amount: '37.98', currencyCode: 'EUR' },
        breakdowns: [
          { type: 'ITEM', subtotal: { amount: '37.98', currencyCode: 'EUR' } },
          { type: 'SHIPPING', subtotal: { amount: '4.90', currencyCode: 'EUR' } },
          { type: 'DISCOUNT', subtotal: { amount: '-4.90', currencyCode: 'EUR' } },
          { type: 'TAX', subtotal: { amount: '6.33', currencyCode: 'EUR' } },
        ],
      },
      fulfillment: { quantityFulfilled: 2, quantityUnfulfilled: 0 },
    },
    {
      orderItemId: '10000000000002',
      quantityOrdered: 3,
      product: { asin: 'B000000002', title: 'Torchon', sellerSku: 'CLOTH-1' },
      proceeds: {
        proceedsTotal: { amount: '9.99', currencyCode: 'EUR' },
        breakdowns: [
          { type: 'ITEM', subtotal: { amount: '9.99', currencyCode: 'EUR' } },
          { type: 'TAX', subtotal: { amount: '1.67', currencyCode: 'EUR' } },
        ],
      },
      fulfillment: { packing: { giftOption: { giftMessage: 'Pour la cuisine !', giftWrapLevel: 'Classique' } } },
    },
  ],
  packages: [
    {
      packageReferenceId: '1',
      carrier: 'Colissimo',
      trackingNumber: '6A00000000001',
      shipTime: '2026-02-06T15:00:00Z',
      packageStatus: { status: 'DELIVERED', detailedStatus: 'DELIVERED' },
      packageItems: [{ orderItemId: '10000000000001', quantity: 2 }],
    },
    {
      packageReferenceId: '2',
      carrier: 'Chronopost',
      trackingNumber: 'XY000000002FR',
      shipTime: '2026-02-06T09:30:00Z',
      packageStatus: { status: 'IN_TRANSIT', detailedStatus: 'OUT_FOR_DELIVERY' },
      packageItems: [{ orderItemId: '10000000000002', quantity: 3 }],
    },
  ],
} satisfies Order
