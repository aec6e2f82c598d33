import type { AmazonFulfillmentStatus, AmazonOrder, AmazonPackage } from '../amazon-order.ts'
import type { ItemSpec } from '../samples/build-item.ts'
import { buildOrder } from '../samples/build-order.ts'
import { buildPackage } from '../samples/build-package.ts'
import { isoSeconds } from '../samples/calendar.ts'
import { amazonFr } from '../samples/marketplace.ts'
import { isShippedByAmazon, type LifeStage } from './order-life.ts'

/** What a seeded order is made of. Times are milliseconds since 1970. */
export interface SeededOrderSpec {
  readonly orderId: string
  readonly index: number
  readonly created: number
  readonly stage: LifeStage
  /** When the stage began. */
  readonly changed: number
  /** When it was shipped; means nothing before. */
  readonly shipped: number
}

type Choices<Choice> = readonly [Choice, ...Choice[]]

const products: Choices<Pick<ItemSpec, 'title' | 'asin' | 'sku' | 'unitPrice'>> = [
  { title: 'Carnet à pois, 120 pages', asin: 'B0SEEDED01', sku: 'CARNET-120', unitPrice: '7.90' },
  { title: 'Bouilloire émaillée, 1,5 l', asin: 'B0SEEDED02', sku: 'BOUIL-15', unitPrice: '34.50' },
  { title: 'Serviettes de table, lot de 6', asin: 'B0SEEDED03', sku: 'SERV-6', unitPrice: '18.00' },
  { title: 'Tabouret pliant en hêtre', asin: 'B0SEEDED04', sku: 'TAB-HETRE', unitPrice: '42.25' },
  { title: 'Bougie parfumée, figuier', asin: 'B0SEEDED05', sku: 'BOUG-FIG', unitPrice: '12.99' },
]
const firstNames: Choices<string> = ['Camille', 'Noé', 'Inès', 'Malo', 'Léonie', 'Yanis', 'Solène']
const lastNames: Choices<string> = ['Garnier', 'Lebrun', 'Masson', 'Riou', 'Tessier', 'Vidal']
const cities: Choices<readonly [string, string]> = [
  ['Rennes', '35000'],
  ['Grenoble', '38000'],
  ['Metz', '57000'],
  ['Bayonne', '64100'],
  ['Arles', '13200'],
]

/** Returns a seeded order in Amazon's 2026-01-01 shape. The people and products are invented. */
export function seededOrder({ orderId, index, created, stage, changed, shipped }: SeededOrderSpec): AmazonOrder {
  const name = `${pick(firstNames, index)} ${pick(lastNames, index)}`
  const [city, postalCode] = pick(cities, index)
  const status = statusOf(stage)
  const isAmazons = isShippedByAmazon(index)
  const item = { ...pick(products, index), quantity: stage === 'cancelled' ? 0 : 1 + (index % 3) }
  const parcel = isAmazons ? null : packageOf(orderId, stage, shipped, item.quantity)
  return buildOrder({
    orderId,
    marketplace: amazonFr,
    createdTime: isoSeconds(created),
    lastUpdatedTime: isoSeconds(changed),
    status,
    fulfilledBy: isAmazons ? 'AMAZON' : 'MERCHANT',
    items: [stage === 'cancelled' ? { ...item, cancelled: { by: 'BUYER', reason: 'Commandé par erreur' } } : item],
    buyerName: name,
    address: {
      name,
      addressLine1: `${1 + (index % 90)} rue des Essais`,
      city,
      postalCode,
      countryCode: 'FR',
      addressType: 'RESIDENTIAL',
    },
    ...(parcel === null ? {} : { packages: [parcel] }),
  })
}

function statusOf(stage: LifeStage): AmazonFulfillmentStatus {
  switch (stage) {
    case 'pending':
      return 'PENDING'
    case 'unshipped':
      return 'UNSHIPPED'
    case 'cancelled':
      return 'CANCELLED'
    case 'shipped':
    case 'in-transit':
    case 'out-for-delivery':
    case 'delivered':
      return 'SHIPPED'
  }
}

function packageOf(orderId: string, stage: LifeStage, shipped: number, quantity: number): AmazonPackage | null {
  const spec = {
    reference: '1',
    carrier: 'Colissimo',
    trackingNumber: `6A${orderId.replaceAll('-', '').slice(-11)}`,
    shipTime: isoSeconds(shipped),
    contents: { 0: quantity },
  }
  switch (stage) {
    case 'pending':
    case 'unshipped':
    case 'cancelled':
      return null
    case 'shipped':
      return buildPackage(orderId, { ...spec, status: 'SHIPPED' })
    case 'in-transit':
      return buildPackage(orderId, { ...spec, status: 'IN_TRANSIT' })
    case 'out-for-delivery':
      return buildPackage(orderId, { ...spec, status: 'IN_TRANSIT', detailedStatus: 'OUT_FOR_DELIVERY' })
    case 'delivered':
      return buildPackage(orderId, { ...spec, status: 'DELIVERED', detailedStatus: 'DELIVERED' })
  }
}

function pick<Choice>(choices: Choices<Choice>, index: number): Choice {
  return choices[index % choices.length] ?? choices[0]
}
