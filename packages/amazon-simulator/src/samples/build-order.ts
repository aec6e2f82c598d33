import type {
  AmazonAddress,
  AmazonFulfillmentStatus,
  AmazonMoney,
  AmazonOrder,
  AmazonOrderItem,
  AmazonPackage,
  AmazonWindow,
} from '../amazon-order.ts'
import { sumAmounts } from '../money.ts'
import { day, isoSeconds } from './calendar.ts'
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
  /** The company and the order number of a business buyer. */
  readonly business?: { readonly company: string; readonly purchaseOrder: string }
  readonly address: AmazonAddress
  readonly packages?: readonly AmazonPackage[]
  readonly sellerReference?: string
  readonly programs?: readonly string[]
  /** The order that this one replaces; a replacement has nothing to pay. */
  readonly replaces?: string
  /** Sold in another shop, and shipped by Amazon. Such an order has no prices. */
  readonly isMultiChannel?: boolean
  /** What the buyer pays. Default: the sum of the items in the order's currency. */
  readonly total?: string
  /** Default: the first and the second day after `createdTime`. */
  readonly shipBy?: AmazonWindow
  /** Default: the third to the sixth day after `createdTime`. */
  readonly deliverBy?: AmazonWindow
}

const unpricedStatuses: ReadonlySet<AmazonFulfillmentStatus> = new Set(['PENDING_AVAILABILITY', 'PENDING', 'CANCELLED'])

/**
 * Returns a whole order in Amazon's 2026-01-01 shape: totals add up unless `total` says otherwise; pending and
 * cancelled orders have no proceeds.
 */
export function buildOrder(spec: OrderSpec): AmazonOrder {
  const { orderId, marketplace, status, isMultiChannel = false } = spec
  const created = Date.parse(spec.createdTime)
  const isPriced = !unpricedStatuses.has(status) && spec.replaces === undefined && !isMultiChannel
  const { id: marketplaceId, currency } = marketplace
  const orderItems = spec.items.map((item, position) =>
    buildItem(item, { orderId, position, status, marketplaceId, currency, isPriced }),
  )
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
    salesChannel: {
      channelName: isMultiChannel ? 'NON_AMAZON' : 'AMAZON',
      marketplaceId,
      marketplaceName: isMultiChannel ? 'Non-Amazon' : marketplace.name,
    },
    buyer: {
      buyerName: spec.buyerName,
      buyerEmail: relayAddress(orderId, marketplace),
      ...(spec.business === undefined
        ? {}
        : {
            buyerCompanyName: spec.business.company,
            buyerPurchaseOrderNumber: spec.business.purchaseOrder,
          }),
    },
    recipient: { deliveryAddress: { ...spec.address } },
    ...(isPriced ? { proceeds: orderProceeds(orderItems, currency, spec.total) } : {}),
    fulfillment: {
      fulfillmentStatus: status,
      fulfilledBy: spec.fulfilledBy ?? 'MERCHANT',
      fulfillmentServiceLevel: 'STANDARD',
      shipByWindow: spec.shipBy ?? windowOf(created + day, created + 2 * day),
      deliverByWindow: spec.deliverBy ?? windowOf(created + 3 * day, created + 6 * day),
    },
    orderItems,
    ...(spec.packages === undefined ? {} : { packages: [...spec.packages] }),
  }
}

/** Sums the items' proceeds in this currency, by their type as well where there are several. */
function orderProceeds(
  items: readonly AmazonOrderItem[],
  currencyCode: string,
  total: string | undefined,
): NonNullable<AmazonOrder['proceeds']> {
  const inCurrency = (money: AmazonMoney | undefined) => (money?.currencyCode === currencyCode ? [money.amount] : [])
  const totals = items.flatMap(({ proceeds }) => inCurrency(proceeds?.proceedsTotal))
  const parts = items.flatMap(({ proceeds }) => proceeds?.breakdowns ?? [])
  const types = [...new Set(parts.map(({ type }) => type))]
  const sumOf = (type: string): string =>
    sumAmounts(parts.flatMap((part) => (part.type === type ? inCurrency(part.subtotal) : [])))
  return {
    grandTotal: { amount: total ?? sumAmounts(totals), currencyCode },
    ...(types.length > 1
      ? { breakdowns: types.map((type) => ({ type, subtotal: { amount: sumOf(type), currencyCode } })) }
      : {}),
  }
}

/** Returns a relay address for the buyer, as Amazon makes them; always the same for an order. */
function relayAddress(orderId: string, marketplace: SampleMarketplace): string {
  return `${BigInt(orderId.replaceAll(/\D/g, '')).toString(36)}@${marketplace.relayDomain}`
}

function windowOf(earliest: number, latest: number): AmazonWindow {
  return { earliestDateTime: isoSeconds(earliest), latestDateTime: isoSeconds(latest) }
}
