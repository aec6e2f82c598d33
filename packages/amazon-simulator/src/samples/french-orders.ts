import type { AmazonOrder } from '../amazon-order.ts'
import { buildOrder } from './build-order.ts'
import { buildPackage } from './build-package.ts'
import { amazonFr } from './marketplace.ts'

/** Returns the order that the examples use: shipped by the merchant, 29.99 EUR, and Amazon shows no package for it. */
export function referenceOrder(): AmazonOrder {
  return buildOrder({
    orderId: '171-4093870-1757126',
    marketplace: amazonFr,
    createdTime: '2026-02-05T10:11:12Z',
    lastUpdatedTime: '2026-02-06T16:40:03Z',
    status: 'SHIPPED',
    sellerReference: 'BL-2026-0205-17',
    items: [
      {
        title: 'Lampe de lecture à pince, lumière chaude',
        asin: 'B0LAMPE001',
        sku: 'LAMPE-CL-01',
        quantity: 1,
        unitPrice: '29.99',
      },
    ],
    buyerName: 'Élodie Vasseur',
    address: {
      name: 'Élodie Vasseur',
      companyName: '',
      addressLine1: '14 rue des Tisserands',
      addressLine2: 'Bâtiment B',
      addressLine3: '',
      city: 'Villeurbanne',
      stateOrRegion: '',
      postalCode: '69100',
      countryCode: 'FR',
      phone: '+33 4 99 00 00 14',
      addressType: 'RESIDENTIAL',
    },
  })
}

/** Returns orders of Amazon.fr in every state that a support agent meets. */
export function frenchOrders(): AmazonOrder[] {
  return [referenceOrder(), pending(), unshipped(), deliveredByColissimo(), inTwoPackages(), cancelled()]
}

function pending(): AmazonOrder {
  return buildOrder({
    orderId: '403-7716204-5590318',
    marketplace: amazonFr,
    createdTime: '2026-02-10T08:30:00Z',
    lastUpdatedTime: '2026-02-10T08:31:20Z',
    status: 'PENDING',
    items: [
      { title: 'Carafe en verre soufflé 1,2 l', asin: 'B0CARAFE12', sku: 'CARAFE-12', quantity: 2, unitPrice: '24.50' },
    ],
    buyerName: 'Noël Garrigues',
    address: { city: 'Albi', postalCode: '81000', countryCode: 'FR' },
  })
}

function unshipped(): AmazonOrder {
  return buildOrder({
    orderId: '404-2288157-9043361',
    marketplace: amazonFr,
    createdTime: '2026-02-09T19:02:47Z',
    lastUpdatedTime: '2026-02-09T19:35:00Z',
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

function deliveredByColissimo(): AmazonOrder {
  const orderId = '402-5913076-8821140'
  return buildOrder({
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

function inTwoPackages(): AmazonOrder {
  const orderId = '406-1184539-7702265'
  return buildOrder({
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-02-02T13:44:30Z',
    lastUpdatedTime: '2026-02-06T07:05:12Z',
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
        shipTime: '2026-02-03T16:30:00Z',
        status: 'DELIVERED',
        detailedStatus: 'DELIVERED',
        contents: { 0: 1 },
      }),
      buildPackage(orderId, {
        reference: '2',
        carrier: 'Colissimo',
        trackingNumber: '6A00000005678',
        shipTime: '2026-02-04T16:30:00Z',
        status: 'IN_TRANSIT',
        detailedStatus: 'OUT_FOR_DELIVERY',
        contents: { 1: 2 },
      }),
    ],
  })
}

function cancelled(): AmazonOrder {
  return buildOrder({
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
        cancelReason: 'Commande passée par erreur',
      },
    ],
    buyerName: 'Sylvain Després',
    address: { city: 'Nancy', postalCode: '54000', countryCode: 'FR' },
  })
}
