import { buildPackage, type PackageSpec } from './build-package.ts'
import type { Calendar } from './calendar.ts'
import { amazonFr } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.fr that didn't go as they should: lost, damaged, refused, returned and cancelled ones. */
export function troubledOrders(calendar: Calendar): SampleOrder[] {
  return [
    lost(calendar),
    damaged(calendar),
    refused(calendar),
    returned(),
    cancelledBySeller(),
    cancelledByAmazon(),
    unfulfillable(),
  ]
}

/** A package that Amazon counts as undeliverable; the detailed status says what became of it. */
function undeliverable(
  orderId: string,
  spec: Pick<PackageSpec, 'carrier' | 'trackingNumber' | 'shipTime' | 'detailedStatus'>,
) {
  return buildPackage(orderId, { reference: '1', status: 'UNDELIVERABLE', contents: { 0: 1 }, ...spec })
}

function lost({ at, days }: Calendar): SampleOrder {
  const orderId = '402-3310785-6619248'
  return sample('lost on its way, promised until tomorrow', {
    orderId,
    marketplace: amazonFr,
    createdTime: at(-10, '12:30'),
    lastUpdatedTime: at(-2, '10:00'),
    shipBy: days(-9, -8),
    deliverBy: days(-3, 1),
    status: 'SHIPPED',
    items: [{ title: 'Vase en grès bleu', asin: 'B0VASEGRES', sku: 'VASE-BLEU', quantity: 1, unitPrice: '36.00' }],
    buyerName: 'Ludivine Meyer',
    address: {
      name: 'Ludivine Meyer',
      addressLine1: '7 rue des Orfèvres',
      city: 'Strasbourg',
      postalCode: '67000',
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      undeliverable(orderId, {
        carrier: 'Colissimo',
        trackingNumber: '6A00000009907',
        shipTime: at(-8, '15:30'),
        detailedStatus: 'LOST',
      }),
    ],
  })
}

function damaged({ at, days }: Calendar): SampleOrder {
  const orderId = '406-2295518-3361147'
  return sample('damaged on its way to a pick-up point for another name', {
    orderId,
    marketplace: amazonFr,
    createdTime: at(-3, '07:45'),
    lastUpdatedTime: at(-1, '20:15'),
    shipBy: days(-2, -1),
    deliverBy: days(0, 2),
    status: 'SHIPPED',
    items: [
      {
        title: 'Sac à dos en toile cirée',
        asin: 'B0SACADOS1',
        sku: 'SAC-CIRE',
        quantity: 1,
        unitPrice: '69.00',
        shipping: '2.99',
      },
    ],
    buyerName: 'Jean-Marc Delorme',
    address: {
      name: 'Zoé Delorme',
      companyName: 'Tabac de la Gare',
      addressLine1: '1 place de la Gare',
      city: 'Chambéry',
      postalCode: '73000',
      countryCode: 'FR',
      addressType: 'PICKUP_POINT',
    },
    packages: [
      undeliverable(orderId, {
        carrier: 'Mondial Relay',
        trackingNumber: '00000073',
        shipTime: at(-2, '16:00'),
        detailedStatus: 'DAMAGED',
      }),
    ],
  })
}

function refused({ at, days }: Calendar): SampleOrder {
  const orderId = '407-6631908-5520447'
  return sample('refused by the buyer; one item cancelled before', {
    orderId,
    marketplace: amazonFr,
    createdTime: at(-7, '19:55'),
    lastUpdatedTime: at(-1, '12:20'),
    shipBy: days(-6, -5),
    deliverBy: days(-3, 0),
    status: 'SHIPPED',
    items: [
      { title: 'Applique murale, laiton', asin: 'B0APPLIQUE', sku: 'APPL-LAI', quantity: 1, unitPrice: '89.00' },
      {
        title: 'Ampoules E14, lot de 2',
        asin: 'B0AMPOULE2',
        sku: 'AMPOULE-2',
        quantity: 0,
        unitPrice: '9.90',
        cancelled: { by: 'MERCHANT', reason: 'NO_INVENTORY' },
      },
    ],
    buyerName: 'Solène Aubry',
    address: {
      name: 'Solène Aubry',
      addressLine1: '61 rue Paradis',
      city: 'Marseille',
      postalCode: '13006',
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      undeliverable(orderId, {
        carrier: 'UPS',
        trackingNumber: '1Z000AA10000000061',
        shipTime: at(-5, '18:00'),
        detailedStatus: 'REJECTED_BY_BUYER',
      }),
    ],
  })
}

/**
 * The Orders API doesn't tell whether the buyer got the money back. The total has a voucher taken off, which no part
 * tells.
 */
function returned(): SampleOrder {
  const orderId = '404-7702315-8846190'
  return sample("back at the seller; its parts don't add up to the total", {
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-01-06T17:03:21Z',
    lastUpdatedTime: '2026-01-21T09:30:00Z',
    status: 'SHIPPED',
    items: [
      { title: 'Coussin de lin, 40 × 40', asin: 'B0COUSSIN4', sku: 'COUSSIN-40', quantity: 1, unitPrice: '22.00' },
    ],
    total: '19.80',
    buyerName: 'Fabrice Noiret',
    address: {
      name: 'Fabrice Noiret',
      addressLine1: '9 allée des Tilleuls',
      city: 'Orléans',
      postalCode: '45000',
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      undeliverable(orderId, {
        carrier: 'Colissimo',
        trackingNumber: '6A00000007713',
        shipTime: '2026-01-07T15:30:00Z',
        detailedStatus: 'RETURNED_TO_SELLER',
      }),
    ],
  })
}

function cancelledBySeller(): SampleOrder {
  return sample('cancelled by the seller: out of stock', {
    orderId: '405-2216879-4403358',
    marketplace: amazonFr,
    createdTime: '2026-01-20T07:48:00Z',
    lastUpdatedTime: '2026-01-22T09:15:00Z',
    status: 'CANCELLED',
    items: [
      {
        title: 'Panier à bûches',
        asin: 'B0PANIERBU',
        sku: 'PANIER-B',
        quantity: 0,
        unitPrice: '48.00',
        cancelled: { by: 'MERCHANT', reason: 'NO_INVENTORY' },
      },
    ],
    buyerName: 'Agathe Pons',
    address: { city: 'Grenoble', postalCode: '38000', countryCode: 'FR' },
  })
}

function cancelledByAmazon(): SampleOrder {
  return sample('cancelled by Amazon: not paid', {
    orderId: '408-3397710-6625584',
    marketplace: amazonFr,
    createdTime: '2026-01-14T23:10:30Z',
    lastUpdatedTime: '2026-01-18T02:00:00Z',
    status: 'CANCELLED',
    items: [
      {
        title: 'Horloge murale, chêne',
        asin: 'B0HORLOGE1',
        sku: 'HORLOGE-CH',
        quantity: 0,
        unitPrice: '57.00',
        cancelled: { by: 'AMAZON', reason: 'PAYMENT_DECLINED' },
      },
    ],
    buyerName: 'Ronan Le Bihan',
    address: { city: 'Vannes', postalCode: '56000', countryCode: 'FR' },
  })
}

/** Sold in the seller's own shop, and shipped from Amazon's stock. */
function unfulfillable(): SampleOrder {
  return sample('sold elsewhere, kept by Amazon: cannot be fulfilled', {
    orderId: 'S01-4470926-1138550',
    marketplace: amazonFr,
    createdTime: '2026-01-27T16:22:00Z',
    lastUpdatedTime: '2026-01-29T08:00:00Z',
    status: 'UNFULFILLABLE',
    fulfilledBy: 'AMAZON',
    isMultiChannel: true,
    sellerReference: 'BOUTIQUE-1138',
    items: [
      { title: 'Plaid en laine, ocre', asin: 'B0PLAIDOCR', sku: 'PLAID-OCRE-FBA', quantity: 1, unitPrice: '59.90' },
    ],
    buyerName: 'Maud Pelletier',
    address: {
      name: 'Maud Pelletier',
      addressLine1: '19 rue Jeanne-d’Arc',
      city: 'Nantes',
      postalCode: '44000',
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    },
  })
}
