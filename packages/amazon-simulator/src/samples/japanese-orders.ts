import type { AmazonOrder } from '../amazon-order.ts'
import { buildOrder } from './build-order.ts'
import { buildPackage } from './build-package.ts'
import { amazonJp } from './marketplace.ts'

/** Returns orders of Amazon.co.jp, in yen, which have no decimals. */
export function japaneseOrders(): AmazonOrder[] {
  return [shippedByYamato(), unshipped()]
}

function shippedByYamato(): AmazonOrder {
  const orderId = '249-3810572-6694401'
  return buildOrder({
    orderId,
    marketplace: amazonJp,
    createdTime: '2026-02-04T23:40:00Z',
    status: 'SHIPPED',
    items: [
      {
        title: '万年筆 細字 (紺)',
        asin: 'B0MANNEN01',
        sku: 'PEN-KON-F',
        quantity: 1,
        unitPrice: '16500',
        shipping: '550',
      },
    ],
    buyerName: '佐久間 遥',
    address: {
      name: '佐久間 遥',
      addressLine1: '見本町1-2-3',
      addressLine2: 'さくらハイツ 201',
      addressLine3: '',
      city: '京都市',
      stateOrRegion: '京都府',
      postalCode: '604-0000',
      countryCode: 'JP',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'Yamato Transport',
        trackingNumber: '000000000123',
        shipTime: '2026-02-05T06:00:00Z',
        status: 'IN_TRANSIT',
        detailedStatus: 'OUT_FOR_DELIVERY',
        contents: { 0: 1 },
      }),
    ],
  })
}

function unshipped(): AmazonOrder {
  return buildOrder({
    orderId: '503-9027718-1145560',
    marketplace: amazonJp,
    createdTime: '2026-02-11T01:15:30Z',
    lastUpdatedTime: '2026-02-11T01:45:00Z',
    status: 'UNSHIPPED',
    items: [
      { title: '便箋セット', asin: 'B0BINSEN01', sku: 'BINSEN-A', quantity: 3, unitPrice: '880' },
      { title: '封筒 10枚', asin: 'B0FUUTOU10', sku: 'FUUTOU-10', quantity: 2, unitPrice: '440' },
    ],
    buyerName: '高梨 蓮',
    address: {
      name: '高梨 蓮',
      addressLine1: '架空通り4-5',
      city: '札幌市',
      stateOrRegion: '北海道',
      postalCode: '060-0000',
      countryCode: 'JP',
      phone: '0120-000-000',
    },
  })
}
