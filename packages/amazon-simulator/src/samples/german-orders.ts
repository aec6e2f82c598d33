import type { AmazonOrder } from '../amazon-order.ts'
import { buildOrder } from './build-order.ts'
import { buildPackage } from './build-package.ts'
import { amazonDe } from './marketplace.ts'

/** Returns orders of Amazon.de: in transit, partially shipped, shipped by Amazon, returning, and a preorder. */
export function germanOrders(): AmazonOrder[] {
  return [inTransit(), partiallyShipped(), shippedByAmazon(), returning(), preordered()]
}

function inTransit(): AmazonOrder {
  const orderId = '302-6640915-3378024'
  return buildOrder({
    orderId,
    marketplace: amazonDe,
    createdTime: '2026-02-03T17:21:33Z',
    status: 'SHIPPED',
    items: [
      {
        title: 'Schreibtischunterlage aus Filz, anthrazit',
        asin: 'B0FILZUNT1',
        sku: 'FILZ-ANTH',
        quantity: 1,
        unitPrice: '34.95',
        shipping: '4.99',
      },
    ],
    buyerName: 'Jörg Süßmuth',
    address: {
      name: 'Jörg Süßmuth',
      addressLine1: 'Große Bleichergasse 7',
      addressLine2: '',
      addressLine3: '',
      city: 'Köln',
      districtOrCounty: '',
      stateOrRegion: 'Nordrhein-Westfalen',
      municipality: '',
      postalCode: '50667',
      countryCode: 'DE',
      phone: '',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'DPD',
        trackingNumber: '09980000000123',
        shipTime: '2026-02-04T12:00:00Z',
        status: 'IN_TRANSIT',
        contents: { 0: 1 },
      }),
    ],
  })
}

function partiallyShipped(): AmazonOrder {
  const orderId = '305-8027741-1196453'
  return buildOrder({
    orderId,
    marketplace: amazonDe,
    createdTime: '2026-02-08T09:12:00Z',
    status: 'PARTIALLY_SHIPPED',
    items: [
      {
        title: 'Notizbuch A5, kariert',
        asin: 'B0NOTIZA51',
        sku: 'NOTIZ-A5',
        quantity: 4,
        unitPrice: '9.80',
        shipped: 4,
      },
      { title: 'Füllhalter, Feder M', asin: 'B0FUELLER1', sku: 'FUELLER-M', quantity: 1, unitPrice: '42.00' },
    ],
    buyerName: 'Aylin Karatepe',
    address: {
      name: 'Aylin Karatepe',
      addressLine1: 'Lindenhof 21',
      city: 'Leipzig',
      postalCode: '04103',
      countryCode: 'DE',
      phone: '+49 30 5550 0021',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'DHL',
        trackingNumber: '00340000000000000123',
        shipTime: '2026-02-09T14:10:00Z',
        status: 'SHIPPED',
        detailedStatus: 'PICKED_UP',
        contents: { 0: 4 },
      }),
    ],
  })
}

/** Amazon shows no package of what it ships itself. */
function shippedByAmazon(): AmazonOrder {
  return buildOrder({
    orderId: '304-4451287-6630799',
    marketplace: amazonDe,
    createdTime: '2026-01-30T22:48:10Z',
    status: 'SHIPPED',
    fulfilledBy: 'AMAZON',
    programs: ['PRIME'],
    items: [{ title: 'Stiftehalter, Buche', asin: 'B0STIFTEH1', sku: 'STIFT-BU', quantity: 2, unitPrice: '17.25' }],
    buyerName: 'Henrike Ostwald',
    address: {
      name: 'Henrike Ostwald',
      addressLine1: 'Packstation 101',
      city: 'Hamburg',
      postalCode: '20095',
      countryCode: 'DE',
      addressType: 'PICKUP_POINT',
    },
  })
}

function returning(): AmazonOrder {
  const orderId = '303-9912038-4405586'
  return buildOrder({
    orderId,
    marketplace: amazonDe,
    createdTime: '2026-01-12T11:00:00Z',
    lastUpdatedTime: '2026-01-24T08:00:00Z',
    status: 'SHIPPED',
    items: [{ title: 'Wandkalender 2026', asin: 'B0WANDKAL6', sku: 'KAL-2026', quantity: 1, unitPrice: '14.00' }],
    buyerName: 'Tomasz Wieczorek',
    address: {
      name: 'Tomasz Wieczorek',
      addressLine1: 'Am Alten Hafen 2',
      city: 'Rostock',
      postalCode: '18055',
      countryCode: 'DE',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'Hermes',
        trackingNumber: 'H0000000000000000012',
        shipTime: '2026-01-13T10:00:00Z',
        status: 'UNDELIVERABLE',
        detailedStatus: 'RETURNING_TO_SELLER',
        contents: { 0: 1 },
      }),
    ],
  })
}

function preordered(): AmazonOrder {
  return buildOrder({
    orderId: '306-2205894-7718360',
    marketplace: amazonDe,
    createdTime: '2026-02-11T07:30:00Z',
    lastUpdatedTime: '2026-02-11T07:30:00Z',
    status: 'PENDING_AVAILABILITY',
    programs: ['PREORDER'],
    items: [{ title: 'Tischkalender 2027', asin: 'B0TISCHKA7', sku: 'KAL-2027-T', quantity: 1, unitPrice: '11.00' }],
    buyerName: 'Ruth Achterberg',
    address: { city: 'Kiel', countryCode: 'DE' },
  })
}
