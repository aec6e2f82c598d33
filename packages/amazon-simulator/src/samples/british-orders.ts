import { buildPackage } from './build-package.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { amazonUk } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.co.uk, which a European seller of Amazon.fr may have as well. */
export function britishOrders(now: number): SampleOrder[] {
  const calendar = calendarOf(now, amazonUk.timeZone)
  return [shippedByRoyalMail(calendar), shippedByAmazon(calendar)]
}

/** Orders 2026-01-01 tells prices without the VAT that it tells; v0 tells them with it. */
function shippedByRoyalMail({ at, days }: Calendar): SampleOrder {
  const orderId = '202-8843610-2957714'
  return sample('not tracked, promise passed: code N/A, pounds, VAT', {
    orderId,
    marketplace: amazonUk,
    createdTime: at(-6, '10:05'),
    lastUpdatedTime: at(-5, '16:00'),
    shipBy: days(-5, -4),
    deliverBy: days(-3, -1),
    status: 'SHIPPED',
    items: [
      {
        title: 'Reading lamp with clip, warm light',
        asin: 'B0LAMPE001',
        sku: 'LAMPE-CL-01',
        quantity: 2,
        unitPrice: '26.49',
        shipping: '3.00',
        tax: { item: '8.83', shipping: '0.50' },
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
        trackingNumber: 'N/A',
        shipTime: at(-5, '15:45'),
        status: 'SHIPPED',
        contents: { 0: 2 },
      }),
    ],
  })
}

function shippedByAmazon({ at, days }: Calendar): SampleOrder {
  return sample('shipped by Amazon, promised in two days', {
    orderId: '206-5570143-9908822',
    marketplace: amazonUk,
    createdTime: at(-2, '18:59:59'),
    lastUpdatedTime: at(-1, '20:10'),
    shipBy: days(-1, 0),
    deliverBy: days(1, 2),
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
