import { buildPackage } from './build-package.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { amazonDe } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.de: in transit, partially shipped, shipped by Amazon, returning, and a preorder. */
export function germanOrders(now: number): SampleOrder[] {
  const calendar = calendarOf(now, amazonDe.timeZone)
  return [
    inTransit(calendar),
    partiallyShipped(calendar),
    shippedByAmazon(calendar),
    returning(calendar),
    preordered(calendar),
  ]
}

function inTransit({ at, days }: Calendar): SampleOrder {
  const orderId = '302-6640915-3378024'
  return sample('in time: on its way, a tracking code in groups', {
    orderId,
    marketplace: amazonDe,
    createdTime: at(-3, '18:21:33'),
    lastUpdatedTime: at(-1, '12:04'),
    shipBy: days(-2, -1),
    deliverBy: days(0, 3),
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
        trackingNumber: '0998 0000 0001 23',
        shipTime: at(-2, '13:00'),
        status: 'IN_TRANSIT',
        contents: { 0: 1 },
      }),
    ],
  })
}

function partiallyShipped({ at, days }: Calendar): SampleOrder {
  const orderId = '305-8027741-1196453'
  return sample('partly shipped: its only package arrived', {
    orderId,
    marketplace: amazonDe,
    createdTime: at(-5, '10:12'),
    lastUpdatedTime: at(-1, '14:30'),
    shipBy: days(-4, 1),
    deliverBy: days(-1, 4),
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
        shipTime: at(-4, '15:10'),
        status: 'DELIVERED',
        detailedStatus: 'DELIVERED',
        contents: { 0: 4 },
      }),
    ],
  })
}

/** Amazon shows no package of what it ships itself. */
function shippedByAmazon({ at, days }: Calendar): SampleOrder {
  return sample('shipped by Amazon to a pick-up point: no packages', {
    orderId: '304-4451287-6630799',
    marketplace: amazonDe,
    createdTime: at(-2, '23:48:10'),
    lastUpdatedTime: at(-1, '19:30'),
    shipBy: days(-1, 0),
    deliverBy: days(0, 2),
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

function returning({ at, days }: Calendar): SampleOrder {
  const orderId = '303-9912038-4405586'
  return sample('late: on its way back to the seller', {
    orderId,
    marketplace: amazonDe,
    createdTime: at(-14, '12:00'),
    lastUpdatedTime: at(-2, '09:00'),
    shipBy: days(-13, -12),
    deliverBy: days(-10, -7),
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
        shipTime: at(-13, '11:00'),
        status: 'UNDELIVERABLE',
        detailedStatus: 'RETURNING_TO_SELLER',
        contents: { 0: 1 },
      }),
    ],
  })
}

function preordered({ at, days }: Calendar): SampleOrder {
  return sample('preordered', {
    orderId: '306-2205894-7718360',
    marketplace: amazonDe,
    createdTime: at(-6, '08:30'),
    lastUpdatedTime: at(-6, '08:30'),
    shipBy: days(40, 41),
    deliverBy: days(42, 45),
    status: 'PENDING_AVAILABILITY',
    programs: ['PREORDER'],
    items: [{ title: 'Tischkalender 2027', asin: 'B0TISCHKA7', sku: 'KAL-2027-T', quantity: 1, unitPrice: '11.00' }],
    buyerName: 'Ruth Achterberg',
    address: { city: 'Kiel', countryCode: 'DE' },
  })
}
