import { buildPackage } from './build-package.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { amazonJp } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns orders of Amazon.co.jp, in yen, which have no decimals. */
export function japaneseOrders(now: number): SampleOrder[] {
  const calendar = calendarOf(now, amazonJp.timeZone)
  return [shippedByYamato(calendar), unshipped(calendar)]
}

function shippedByYamato({ at, days }: Calendar): SampleOrder {
  const orderId = '249-3810572-6694401'
  return sample('out for delivery today, in yen, in Japanese', {
    orderId,
    marketplace: amazonJp,
    createdTime: at(-3, '08:40'),
    lastUpdatedTime: at(-1, '20:20'),
    shipBy: days(-2, -1),
    deliverBy: days(0, 0),
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
        shipTime: at(-2, '15:00'),
        status: 'IN_TRANSIT',
        detailedStatus: 'OUT_FOR_DELIVERY',
        contents: { 0: 1 },
      }),
    ],
  })
}

function unshipped({ at, days }: Calendar): SampleOrder {
  return sample('in yen, to ship today: cash on delivery', {
    orderId: '503-9027718-1145560',
    marketplace: amazonJp,
    createdTime: at(-1, '10:15:30'),
    lastUpdatedTime: at(-1, '10:45'),
    shipBy: days(0, 0),
    deliverBy: days(2, 4),
    status: 'UNSHIPPED',
    items: [
      {
        title: '便箋セット',
        asin: 'B0BINSEN01',
        sku: 'BINSEN-A',
        quantity: 3,
        unitPrice: '880',
        shipping: '410',
        codFee: '330',
      },
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
