import type {
  AmazonAddress,
  AmazonFulfillmentStatus,
  AmazonMoney,
  AmazonOrder,
  AmazonPackage,
  AmazonWindow,
} from '../amazon-order.ts'
import { sumAmounts } from '../money.ts'
import { buildItem, type ItemSpec } from './build-item.ts'
import type { SampleMarketplace } from './marketplace.ts'

/** What defines a sample order; everything else follows from it. */
export interface OrderSpec {
  readonly orderId: string
  readonly marketplace: SampleMarketplace
  /** ISO 8601 in UTC, to the second. */
  readonly createdTime: string
  /** Default: two days after `createdTime`. */
  readonly lastUpdatedTime?: string
  readonly status: AmazonFulfillmentStatus
  readonly fulfilledBy?: 'MERCHANT' | 'AMAZON'
  readonly items: readonly ItemSpec[]
  readonly buyerName: string
  readonly address: AmazonAddress
  readonly packages?: readonly AmazonPackage[]
  readonly sellerReference?: string
  readonly programs?: readonly string[]
  /** The order that this one replaces; a replacement has nothing to pay. */
  readonly replaces?: string
}

const day = 86_400_000
const unpricedStatuses: ReadonlySet<AmazonFulfillmentStatus> = new Set(['PENDING_AVAILABILITY', 'PENDING', 'CANCELLED'])

/** Returns a whole order in Amazon's 2026-01-01 shape: totals add up; pending and cancelled orders have no proceeds. */
export function buildOrder(spec: OrderSpec): AmazonOrder {
  const { orderId, marketplace, status } = spec
  const created = Date.parse(spec.createdTime)
  const isPriced = !unpricedStatuses.has(status) && spec.replaces === undefined
  const orderItems = spec.items.map((item, position) =>
    buildItem(item, { orderId, position, status, currency: marketplace.currency, isPriced }),
  )
  const totals = orderItems.flatMap((item) => item.proceeds?.proceedsTotal?.amount ?? [])
  const grandTotal: AmazonMoney = { amount: sumAmounts(totals), currencyCode: marketplace.currency }
  return {
    orderId,
    ...(spec.sellerReference === undefined
      ? {}
      : { orderAliases: [{ aliasId: spec.sellerReference, aliasType: 'SELLER_ORDER_ID' }] }),
    createdTime: spec.createdTime,
    lastUpdatedTime: spec.lastUpdatedTime ?? isoSeconds(created + 2 * day),
    programs: [...(spec.programs ?? [])],
    ...(spec.replaces === undefined
      ? {}
      : { associatedOrders: [{ orderId: spec.replaces, associationType: 'REPLACEMENT_ORIGINAL_ID' }] }),
    salesChannel: { channelName: 'AMAZON', marketplaceId: marketplace.id, marketplaceName: marketplace.name },
    buyer: { buyerName: spec.buyerName, buyerEmail: relayAddress(orderId, marketplace) },
    recipient: { deliveryAddress: { ...spec.address } },
    ...(isPriced ? { proceeds: { grandTotal } } : {}),
    fulfillment: {
      fulfillmentStatus: status,
      fulfilledBy: spec.fulfilledBy ?? 'MERCHANT',
      fulfillmentServiceLevel: 'STANDARD',
      shipByWindow: windowOf(created + day, created + 2 * day),
      deliverByWindow: windowOf(created + 3 * day, created + 6 * day),
    },
    orderItems,
    ...(spec.packages === undefined ? {} : { packages: [...spec.packages] }),
  }
}

/** Returns a relay address for the buyer, as Amazon makes them; always the same for an order. */
function relayAddress(orderId: string, marketplace: SampleMarketplace): string {
  return `${BigInt(orderId.replaceAll('-', '')).toString(36)}@${marketplace.relayDomain}`
}

function windowOf(earliest: number, latest: number): AmazonWindow {
  return { earliestDateTime: isoSeconds(earliest), latestDateTime: isoSeconds(latest) }
}

function isoSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}
