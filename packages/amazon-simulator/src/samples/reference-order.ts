import type { AmazonOrder } from '../amazon-order.ts'
import { buildOrder } from './build-order.ts'
import { amazonFr } from './marketplace.ts'

/**
 * Returns the order that the examples use: shipped by the merchant, 29.99 EUR, and Amazon shows no package for it. It
 * is the same at every start, so its promise has passed.
 */
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
