import { buildPackage } from './build-package.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { amazonUs } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.com: delivered, unshipped with many blank fields, and a replacement with nothing to pay. */
export function americanOrders(now: number): SampleOrder[] {
  const calendar = calendarOf(now, amazonUs.timeZone)
  return [deliveredByUps(), unshipped(calendar), replacement()]
}

function deliveredByUps(): SampleOrder {
  const orderId = '111-7302945-6618803'
  return sample('delivered: two items in one package', {
    orderId,
    marketplace: amazonUs,
    createdTime: '2026-01-15T03:12:44Z',
    lastUpdatedTime: '2026-01-19T20:01:00Z',
    status: 'SHIPPED',
    items: [
      {
        title: 'Cast iron skillet, 10 in',
        asin: 'B0SKILLET1',
        sku: 'SKILLET-10',
        quantity: 1,
        unitPrice: '38.00',
        shipping: '6.99',
      },
      { title: 'Chain mail scrubber', asin: 'B0SCRUBBER', sku: 'SCRUB-01', quantity: 1, unitPrice: '12.49' },
    ],
    buyerName: 'Delphine Marchetti',
    address: {
      name: 'Delphine Marchetti',
      addressLine1: '450 Juniper Street',
      addressLine2: 'Apt 12',
      city: 'Portland',
      stateOrRegion: 'OR',
      postalCode: '97204-0000',
      countryCode: 'US',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'UPS',
        trackingNumber: '1Z000AA10000000012',
        shipTime: '2026-01-16T18:00:00Z',
        status: 'DELIVERED',
        contents: { 0: 1, 1: 1 },
      }),
    ],
  })
}

function unshipped({ at, days }: Calendar): SampleOrder {
  return sample('business: tax on top, discounts; blank fields', {
    orderId: '113-0486627-5541937',
    marketplace: amazonUs,
    createdTime: at(-1, '08:00'),
    lastUpdatedTime: at(-1, '08:30'),
    shipBy: days(0, 1),
    deliverBy: days(3, 6),
    status: 'UNSHIPPED',
    programs: ['AMAZON_BUSINESS'],
    items: [
      {
        title: 'Beeswax polish, 8 oz',
        asin: 'B0BEESWAX8',
        sku: 'WAX-8',
        quantity: 12,
        unitPrice: '9.99',
        shipping: '12.00',
        discount: { item: '11.99', shipping: '12.00', promotionId: 'BUSINESS-10' },
        tax: { item: '8.09', shipping: '0.00' },
      },
    ],
    buyerName: '',
    business: { company: 'Fern & Hollow Woodworks', purchaseOrder: 'FH-2207' },
    address: {
      name: 'Receiving Desk',
      companyName: 'Fern & Hollow Woodworks',
      addressLine1: '77 Foundry Road',
      addressLine2: '',
      addressLine3: '',
      city: 'Asheville',
      districtOrCounty: '',
      stateOrRegion: 'NC',
      municipality: '',
      postalCode: '28801',
      countryCode: 'US',
      phone: '+1 202-555-0177',
      addressType: 'COMMERCIAL',
    },
  })
}

function replacement(): SampleOrder {
  const orderId = '112-6695120-3374408'
  return sample('replaces 111-7302945-6618803: nothing to pay', {
    orderId,
    marketplace: amazonUs,
    createdTime: '2026-01-22T14:20:00Z',
    lastUpdatedTime: '2026-01-27T19:40:00Z',
    status: 'SHIPPED',
    replaces: '111-7302945-6618803',
    items: [{ title: 'Chain mail scrubber', asin: 'B0SCRUBBER', sku: 'SCRUB-01', quantity: 1, unitPrice: '12.49' }],
    buyerName: 'Delphine Marchetti',
    address: {
      name: 'Delphine Marchetti',
      addressLine1: '450 Juniper Street',
      addressLine2: 'Apt 12',
      city: 'Portland',
      stateOrRegion: 'OR',
      postalCode: '97204-0000',
      countryCode: 'US',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'USPS',
        trackingNumber: '9400100000000000000012',
        shipTime: '2026-01-23T18:00:00Z',
        status: 'DELIVERED',
        contents: { 0: 1 },
      }),
    ],
  })
}
