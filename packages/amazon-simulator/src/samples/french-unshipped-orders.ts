import type { Calendar } from './calendar.ts'
import { amazonFr } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.fr that are still to be shipped: late, promised today, at risk, and in time. */
export function unshippedOrders(calendar: Calendar): SampleOrder[] {
  return [late(calendar), promisedToday(calendar), shipByPassed(calendar), giftWrapped(calendar)]
}

/** Amounts in two currencies can't be added: what the item in pounds is in euros is in the total alone. */
function late({ at, days }: Calendar): SampleOrder {
  return sample('late: not shipped; one of the items is in pounds', {
    orderId: '404-6602981-3374410',
    marketplace: amazonFr,
    createdTime: at(-9, '22:41'),
    lastUpdatedTime: at(-9, '22:58'),
    shipBy: days(-8, -6),
    deliverBy: days(-5, -1),
    status: 'UNSHIPPED',
    items: [
      { title: 'Moulin à café manuel', asin: 'B0MOULIN01', sku: 'MOULIN-M', quantity: 1, unitPrice: '52.00' },
      {
        title: 'Tea towel, linen',
        asin: 'B0TEATOWEL',
        sku: 'TOWEL-UK',
        quantity: 2,
        unitPrice: '8.50',
        currency: 'GBP',
      },
    ],
    total: '71.72',
    buyerName: 'Gaëtan Louvel',
    address: {
      name: 'Gaëtan Louvel',
      addressLine1: '40 rue du Bac',
      city: 'Rouen',
      postalCode: '76000',
      countryCode: 'FR',
      phone: '+33 2 99 00 00 40',
      addressType: 'RESIDENTIAL',
    },
  })
}

/**
 * The label is made, and the carrier hasn't come yet. The offer has no unit price, and a unit's share of it isn't a
 * whole number of cents.
 */
function promisedToday({ at, days }: Calendar): SampleOrder {
  const orderId = '403-5548127-9920633'
  return sample('promised today, not shipped; three for 10.00 EUR', {
    orderId,
    marketplace: amazonFr,
    createdTime: at(-3, '11:05'),
    lastUpdatedTime: at(-1, '17:12'),
    shipBy: days(-2, 0),
    deliverBy: days(-1, 0),
    status: 'UNSHIPPED',
    items: [
      { title: 'Savon de Marseille, 3 pour 10 €', asin: 'B0SAVON003', sku: 'SAVON-3', quantity: 3, subtotal: '10.00' },
      { title: 'Porte-savon en liège', asin: 'B0PORTESAV', sku: 'PORTE-SAV', quantity: 2, unitPrice: '7.45' },
    ],
    buyerName: 'Yasmine Benali',
    address: {
      name: 'Yasmine Benali',
      addressLine1: '2 place du Marché',
      city: 'Tours',
      postalCode: '37000',
      countryCode: 'FR',
      phone: '+33 2 99 00 00 02',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      {
        packageReferenceId: '1',
        createdTime: at(-1, '17:12'),
        packageStatus: { status: 'PENDING', detailedStatus: 'PENDING_PICK_UP' },
        carrier: 'Chronopost',
        trackingNumber: 'XY000000077FR',
      },
    ],
  })
}

function shipByPassed({ at, days }: Calendar): SampleOrder {
  return sample('at risk: ship-by passed; the buyer asks to cancel', {
    orderId: '405-9034416-2287715',
    marketplace: amazonFr,
    createdTime: at(-4, '18:27'),
    lastUpdatedTime: at(-1, '09:03'),
    shipBy: days(-3, -1),
    deliverBy: days(1, 3),
    status: 'UNSHIPPED',
    items: [
      {
        title: 'Cafetière à piston 1 l',
        asin: 'B0CAFETIER',
        sku: 'CAFETIERE-1',
        quantity: 1,
        unitPrice: '27.90',
        cancelRequest: 'Délai de livraison trop long',
      },
    ],
    buyerName: 'Bastien Caron',
    address: {
      name: 'Bastien Caron',
      addressLine1: '118 boulevard Gambetta',
      city: 'Lille',
      postalCode: '59000',
      countryCode: 'FR',
      phone: '+33 3 99 00 01 18',
      addressType: 'RESIDENTIAL',
    },
  })
}

function giftWrapped({ at, days }: Calendar): SampleOrder {
  return sample('gift wrap and message; item and shipping discounts', {
    orderId: '402-9981273-4405526',
    marketplace: amazonFr,
    createdTime: at(-1, '10:33'),
    lastUpdatedTime: at(-1, '10:50'),
    shipBy: days(0, 1),
    deliverBy: days(2, 4),
    status: 'UNSHIPPED',
    sellerReference: 'BL-CADEAU-26',
    items: [
      {
        title: 'Coffret de bougies parfumées',
        asin: 'B0BOUGIES1',
        sku: 'BOUGIES-C',
        quantity: 1,
        unitPrice: '39.00',
        shipping: '4.90',
        giftWrap: { level: 'Classique', price: '3.50' },
        giftMessage: 'Bonne fête, Maman !\nTes trois enfants',
        discount: { item: '3.90', shipping: '4.90', promotionId: 'FETE-DES-MERES' },
      },
      { title: 'Allumettes longues', asin: 'B0ALLUMETT', sku: 'ALLUM-L', quantity: 2, unitPrice: '4.25' },
    ],
    buyerName: 'Thibault Garnier',
    address: {
      name: 'Monique Garnier',
      addressLine1: '16 rue de la Liberté',
      city: 'Dijon',
      postalCode: '21000',
      countryCode: 'FR',
      phone: '+33 3 99 00 00 16',
      addressType: 'RESIDENTIAL',
    },
  })
}
