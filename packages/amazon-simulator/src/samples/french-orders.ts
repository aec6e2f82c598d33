import { buildPackage } from './build-package.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { troubledOrders } from './french-troubled-orders.ts'
import { unshippedOrders } from './french-unshipped-orders.ts'
import { amazonFr } from './marketplace.ts'
import { referenceOrder } from './reference-order.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.fr in every state that a support agent meets. Those under way have dates around `now`. */
export function frenchOrders(now: number): SampleOrder[] {
  const calendar = calendarOf(now, amazonFr.timeZone)
  return [
    { order: referenceOrder(), shows: 'shipped, no package: past its promise, may have arrived' },
    pending(calendar),
    unshipped(calendar),
    deliveredByColissimo(),
    inTwoPackages(calendar),
    cancelled(),
    ...unshippedOrders(calendar),
    ...troubledOrders(calendar),
  ]
}

function pending({ at, days }: Calendar): SampleOrder {
  return sample('pending: no total and no buyer yet', {
    orderId: '403-7716204-5590318',
    marketplace: amazonFr,
    createdTime: at(-1, '21:30'),
    lastUpdatedTime: at(-1, '21:31:20'),
    shipBy: days(1, 2),
    deliverBy: days(3, 5),
    status: 'PENDING',
    items: [
      { title: 'Carafe en verre soufflé 1,2 l', asin: 'B0CARAFE12', sku: 'CARAFE-12', quantity: 2, unitPrice: '24.50' },
    ],
    buyerName: 'Noël Garrigues',
    address: { city: 'Albi', postalCode: '81000', countryCode: 'FR' },
  })
}

function unshipped({ at, days }: Calendar): SampleOrder {
  return sample('to ship today: three items, shipping, gift, Prime', {
    orderId: '404-2288157-9043361',
    marketplace: amazonFr,
    createdTime: at(-1, '20:02:47'),
    lastUpdatedTime: at(-1, '20:35'),
    shipBy: days(0, 0),
    deliverBy: days(1, 2),
    status: 'UNSHIPPED',
    sellerReference: 'BL-2026-0209-03',
    programs: ['PRIME'],
    items: [
      {
        title: 'Théière en fonte « Œillet », 0,8 l',
        asin: 'B0THEIERE8',
        sku: 'THEIERE-OEILLET',
        quantity: 1,
        unitPrice: '46.00',
        shipping: '3.90',
      },
      {
        title: 'Tasse en grès émaillé – lot de 2',
        asin: 'B0TASSES02',
        sku: 'TASSE-GRES-2',
        quantity: 3,
        unitPrice: '12.90',
        giftMessage: 'Joyeux anniversaire, Maïwenn ! 🎂',
      },
      { title: 'Boîte à thé 100 g', asin: 'B0BOITE100', sku: 'BOITE-100', quantity: 1, unitPrice: '8.05' },
    ],
    buyerName: 'Maïwenn Le Goff',
    address: {
      name: 'Maïwenn Le Goff',
      addressLine1: '3 quai de l’Odet',
      addressLine2: '',
      city: 'Quimper',
      postalCode: '29000',
      countryCode: 'FR',
      phone: '+33 2 99 00 00 03',
      addressType: 'RESIDENTIAL',
    },
  })
}

function deliveredByColissimo(): SampleOrder {
  const orderId = '402-5913076-8821140'
  return sample('delivered', {
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    lastUpdatedTime: '2026-01-23T11:20:41Z',
    status: 'SHIPPED',
    items: [{ title: 'Plaid en laine, ocre', asin: 'B0PLAIDOCR', sku: 'PLAID-OCRE', quantity: 1, unitPrice: '59.90' }],
    buyerName: 'Karim Ouafi',
    address: {
      name: 'Karim Ouafi',
      addressLine1: 'Résidence Les Cèdres',
      addressLine2: '27 avenue du Parc',
      city: 'Montpellier',
      stateOrRegion: 'Occitanie',
      postalCode: '34000',
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'Colissimo',
        trackingNumber: '6A00000001234',
        shipTime: '2026-01-20T15:00:00Z',
        status: 'DELIVERED',
        detailedStatus: 'DELIVERED',
        contents: { 0: 1 },
      }),
    ],
  })
}

function inTwoPackages({ at, days }: Calendar): SampleOrder {
  const orderId = '406-1184539-7702265'
  return sample('three packages: delivered, due today, cancelled', {
    orderId,
    marketplace: amazonFr,
    createdTime: at(-5, '14:44:30'),
    lastUpdatedTime: at(-1, '19:05:12'),
    shipBy: days(-4, -3),
    deliverBy: days(-2, 0),
    status: 'SHIPPED',
    items: [
      {
        title: 'Étagère murale en chêne',
        asin: 'B0ETAGERE1',
        sku: 'ETAGERE-CH',
        quantity: 1,
        unitPrice: '74.00',
        shipping: '9.90',
      },
      { title: 'Équerres de fixation (paire)', asin: 'B0EQUERRE2', sku: 'EQUERRE-2', quantity: 2, unitPrice: '11.45' },
    ],
    buyerName: 'Atelier Brindille SARL',
    address: {
      name: 'Inès Roubaud',
      companyName: 'Atelier Brindille SARL',
      addressLine1: '8 impasse du Four',
      city: 'Aix-en-Provence',
      postalCode: '13100',
      countryCode: 'FR',
      addressType: 'COMMERCIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'Chronopost',
        trackingNumber: 'XY000000012FR',
        shipTime: at(-4, '17:30'),
        status: 'DELIVERED',
        detailedStatus: 'DELIVERED',
        contents: { 0: 1, 1: 1 },
      }),
      buildPackage(orderId, {
        reference: '2',
        carrier: 'Colissimo',
        trackingNumber: '6A00000005678',
        shipTime: at(-3, '17:30'),
        status: 'IN_TRANSIT',
        detailedStatus: 'OUT_FOR_DELIVERY',
        contents: { 1: 1 },
      }),
      buildPackage(orderId, {
        reference: '3',
        carrier: 'Colissimo',
        trackingNumber: '6A00000005679',
        shipTime: at(-3, '17:30'),
        status: 'CANCELLED',
        detailedStatus: 'LABEL_CANCELLED',
        contents: { 1: 1 },
      }),
    ],
  })
}

function cancelled(): SampleOrder {
  return sample('cancelled by the buyer', {
    orderId: '405-3367018-2249957',
    marketplace: amazonFr,
    createdTime: '2026-01-28T21:09:55Z',
    lastUpdatedTime: '2026-01-29T05:00:00Z',
    status: 'CANCELLED',
    items: [
      {
        title: 'Bouilloire à bec fin',
        asin: 'B0BOUILLO1',
        sku: 'BOUILLOIRE-BF',
        quantity: 0,
        unitPrice: '39.00',
        cancelled: { by: 'BUYER', reason: 'Commande passée par erreur' },
      },
    ],
    buyerName: 'Sylvain Després',
    address: { city: 'Nancy', postalCode: '54000', countryCode: 'FR' },
  })
}
