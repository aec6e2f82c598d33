import type { AmazonOrder } from '../amazon-order.ts'
import { buildOrder } from './build-order.ts'
import { buildPackage } from './build-package.ts'
import { amazonUk } from './marketplace.ts'

/** Returns orders of Amazon.co.uk, which a European seller of Amazon.fr may have as well. */
export function britishOrders(): AmazonOrder[] {
  return [shippedByRoyalMail(), shippedByAmazon()]
}

function shippedByRoyalMail(): AmazonOrder {
  const orderId = '202-8843610-2957714'
  return buildOrder({
    orderId,
    marketplace: amazonUk,
    createdTime: '2026-02-01T10:05:00Z',
    status: 'SHIPPED',
    items: [
      {
        title: 'Reading lamp with clip, warm light',
        asin: 'B0LAMPE001',
        sku: 'LAMPE-CL-01',
        quantity: 2,
        unitPrice: '26.49',
        shipping: '3.00',
      },
    ],
    buyerName: 'Siân Prydderch',
    address: {
      name: 'Siân Prydderch',
      addressLine1: '9 Harbour Row',
      addressLine2: 'Flat 4',
      city: 'Cardiff',
      districtOrCounty: 'South Glamorgan',
      stateOrRegion: 'Wales',
      postalCode: 'CF10 1AA',
      countryCode: 'GB',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'Royal Mail',
        trackingNumber: 'AB000000012GB',
        shipTime: '2026-02-02T15:45:00Z',
        status: 'SHIPPED',
        contents: { 0: 2 },
      }),
    ],
  })
}

function shippedByAmazon(): AmazonOrder {
  return buildOrder({
    orderId: '206-5570143-9908822',
    marketplace: amazonUk,
    createdTime: '2026-01-25T18:59:59Z',
    status: 'SHIPPED',
    fulfilledBy: 'AMAZON',
    items: [{ title: 'Wool throw, ochre', asin: 'B0PLAIDOCR', sku: 'PLAID-OCRE-FBA', quantity: 1, unitPrice: '54.00' }],
    buyerName: 'Oluwaseun Adeyemi-Clarke',
    address: {
      name: 'Oluwaseun Adeyemi-Clarke',
      addressLine1: '31 Mill Lane',
      city: 'Sheffield',
      postalCode: 'S1 2AA',
      countryCode: 'GB',
    },
  })
}
