import type { AmazonAddress, AmazonFulfillmentStatus, AmazonMoney, AmazonOrder } from '../amazon-order.ts'

/** A JSON object in v0's spelling; undefined members are omitted from the body. */
export type V0Object = Readonly<Record<string, unknown>>

/** Returns the v0 `Order` of a 2026-01-01 order, without its address and buyer. */
export function v0Order(order: AmazonOrder): V0Object {
  const { fulfillment, salesChannel } = order
  const programs = order.programs ?? []
  const original = order.associatedOrders?.find((other) => other.associationType === 'REPLACEMENT_ORIGINAL_ID')
  return {
    AmazonOrderId: order.orderId,
    SellerOrderId: order.orderAliases?.find((alias) => alias.aliasType === 'SELLER_ORDER_ID')?.aliasId,
    PurchaseDate: order.createdTime,
    LastUpdateDate: order.lastUpdatedTime,
    OrderStatus: v0Status(fulfillment?.fulfillmentStatus ?? 'PENDING'),
    FulfillmentChannel: fulfillment?.fulfilledBy === 'AMAZON' ? 'AFN' : 'MFN',
    SalesChannel: salesChannel.marketplaceName,
    OrderTotal: v0Money(order.proceeds?.grandTotal),
    NumberOfItemsShipped: total(order, 'quantityFulfilled'),
    NumberOfItemsUnshipped: total(order, 'quantityUnfulfilled'),
    PaymentMethod: isPaidOnDelivery(order) ? 'COD' : 'Other',
    MarketplaceId: salesChannel.marketplaceId,
    ShipmentServiceLevelCategory: v0Word(fulfillment?.fulfillmentServiceLevel ?? 'STANDARD'),
    EasyShipShipmentStatus: programs.includes('AMAZON_EASY_SHIP') ? easyShipStatus(order) : undefined,
    OrderType: 'StandardOrder',
    EarliestShipDate: fulfillment?.shipByWindow?.earliestDateTime,
    LatestShipDate: fulfillment?.shipByWindow?.latestDateTime,
    EarliestDeliveryDate: fulfillment?.deliverByWindow?.earliestDateTime,
    LatestDeliveryDate: fulfillment?.deliverByWindow?.latestDateTime,
    IsBusinessOrder: programs.includes('AMAZON_BUSINESS'),
    IsPrime: programs.includes('PRIME'),
    IsPremiumOrder: programs.includes('PREMIUM'),
    IsReplacementOrder: original !== undefined,
    ReplacedOrderId: original?.orderId,
    IsISPU: programs.includes('IN_STORE_PICK_UP'),
    IsAccessPointOrder: order.recipient?.deliveryAddress?.addressType === 'PICKUP_POINT',
  }
}

/** Returns the v0 `Address`; undefined if the order has none. */
export function v0Address(address: AmazonAddress | undefined): V0Object | undefined {
  if (address === undefined) return undefined
  return {
    Name: address.name,
    CompanyName: address.companyName,
    AddressLine1: address.addressLine1,
    AddressLine2: address.addressLine2,
    AddressLine3: address.addressLine3,
    City: address.city,
    County: address.districtOrCounty,
    StateOrRegion: address.stateOrRegion,
    Municipality: address.municipality,
    PostalCode: address.postalCode,
    CountryCode: address.countryCode,
    Phone: address.phone,
    ExtendedFields: v0ExtendedFields(address.extendedFields),
    AddressType: v0AddressType(address.addressType),
  }
}

/** Returns the v0 `BuyerInfo`. */
export function v0Buyer(order: AmazonOrder): V0Object {
  return {
    BuyerEmail: order.buyer?.buyerEmail,
    BuyerName: order.buyer?.buyerName,
    PurchaseOrderNumber: order.buyer?.buyerPurchaseOrderNumber,
  }
}

/** Returns the v0 `Money`: the same amount in v0's spelling. */
export function v0Money(money: AmazonMoney | undefined): V0Object | undefined {
  return money === undefined ? undefined : { CurrencyCode: money.currencyCode, Amount: money.amount }
}

/** Returns a status in v0's spelling. */
export function v0Status(status: AmazonFulfillmentStatus): string {
  switch (status) {
    case 'PENDING_AVAILABILITY':
      return 'PendingAvailability'
    case 'PENDING':
      return 'Pending'
    case 'UNSHIPPED':
      return 'Unshipped'
    case 'PARTIALLY_SHIPPED':
      return 'PartiallyShipped'
    case 'SHIPPED':
      return 'Shipped'
    case 'CANCELLED':
      return 'Canceled'
    case 'UNFULFILLABLE':
      return 'Unfulfillable'
  }
}

/** v0 tells of an Easy Ship order's first package what it tells of no other. */
function easyShipStatus(order: AmazonOrder): string | undefined {
  const status = order.packages?.[0]?.packageStatus
  return v0Word(status?.detailedStatus ?? status?.status)
}

/** Returns a constant in v0's spelling: `AT_ORIGIN_FC` is `AtOriginFC`, and `LABEL_CANCELLED` is `LabelCanceled`. */
function v0Word(constant: string | undefined): string | undefined {
  return constant
    ?.split('_')
    .map((word) => (word === 'FC' ? word : word.charAt(0) + word.slice(1).toLowerCase()))
    .join('')
    .replace('Cancelled', 'Canceled')
}

function isPaidOnDelivery(order: AmazonOrder): boolean {
  return order.orderItems.some((item) => item.proceeds?.breakdowns?.some(({ type }) => type === 'COD_FEE') === true)
}

function v0ExtendedFields(fields: AmazonAddress['extendedFields']): V0Object | undefined {
  if (fields === undefined) return undefined
  return {
    StreetName: fields.streetName,
    StreetNumber: fields.streetNumber,
    Complement: fields.complement,
    Neighborhood: fields.neighborhood,
  }
}

function v0AddressType(type: string | undefined): string | undefined {
  return type === 'RESIDENTIAL' ? 'Residential' : type === 'COMMERCIAL' ? 'Commercial' : undefined
}

function total(order: AmazonOrder, quantity: 'quantityFulfilled' | 'quantityUnfulfilled'): number {
  return order.orderItems.reduce((sum, item) => sum + (item.fulfillment?.[quantity] ?? 0), 0)
}
