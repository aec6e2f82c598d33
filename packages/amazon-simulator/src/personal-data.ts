import type { AmazonOrder } from './amazon-order.ts'
import type { AmazonRole } from './seller.ts'

const shippingRole: AmazonRole = 'direct-to-consumer-shipping'
const taxRoles: ReadonlySet<AmazonRole> = new Set(['tax-invoicing', 'tax-remittance'])

/** In the United States, Japan and Singapore the tax roles do not show the buyer's name. */
const marketplacesWithoutTaxNames = new Set(['ATVPDKIKX0DER', 'A1VC38T7YXB528', 'A19VAU5U5O7RUS'])
const japan = 'A1VC38T7YXB528'
const statusesWithBuyer = new Set(['UNSHIPPED', 'PARTIALLY_SHIPPED', 'SHIPPED'])

export interface Viewer {
  readonly roles: readonly AmazonRole[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Returns the order with the personal data that Amazon shows to these roles now; the rest is omitted, not blank. */
export function visibleOrder(order: AmazonOrder, viewer: Viewer): AmazonOrder {
  const visible = structuredClone(order)
  if (visible.buyer !== undefined) {
    if (!seesBuyerName(order, viewer)) delete visible.buyer.buyerName
    if (!seesBuyerEmail(order, viewer)) delete visible.buyer.buyerEmail
  }
  if (!seesAddress(order, viewer)) removeAddress(visible)
  if (!seesPhone(order, viewer)) delete visible.recipient?.deliveryAddress?.phone
  if (!viewer.roles.includes(shippingRole)) removeGiftsAndCustomisation(visible)
  return visible
}

function seesBuyerName(order: AmazonOrder, { roles }: Viewer): boolean {
  if (!statusesWithBuyer.has(order.fulfillment?.fulfillmentStatus ?? '')) return false
  const marketplace = order.salesChannel.marketplaceId ?? ''
  const byTaxRole = roles.some((role) => taxRoles.has(role)) && !marketplacesWithoutTaxNames.has(marketplace)
  return byTaxRole || (isMerchantFulfilled(order) && roles.includes(shippingRole))
}

function seesBuyerEmail(order: AmazonOrder, { roles }: Viewer): boolean {
  return (
    roles.includes(shippingRole) &&
    isMerchantFulfilled(order) &&
    statusesWithBuyer.has(order.fulfillment?.fulfillmentStatus ?? '')
  )
}

function seesAddress(order: AmazonOrder, { roles }: Viewer): boolean {
  const hiddenInJapan = order.salesChannel.marketplaceId === japan && !isMerchantFulfilled(order)
  return roles.includes(shippingRole) && !hiddenInJapan
}

/** False for orders that Amazon ships, and for shipped ones after their latest delivery date. */
function seesPhone(order: AmazonOrder, { roles, now }: Viewer): boolean {
  if (!roles.includes(shippingRole) || !isMerchantFulfilled(order)) return false
  const latest = order.fulfillment?.deliverByWindow?.latestDateTime
  const isShipped = order.fulfillment?.fulfillmentStatus === 'SHIPPED'
  return !isShipped || latest === undefined || Date.parse(latest) >= now
}

function isMerchantFulfilled(order: AmazonOrder): boolean {
  return order.fulfillment?.fulfilledBy === 'MERCHANT'
}

/** City, region and country stay: they need no role. */
function removeAddress(order: AmazonOrder): void {
  const address = order.recipient?.deliveryAddress
  if (address === undefined) return
  delete address.name
  delete address.addressLine1
  delete address.addressLine2
  delete address.addressLine3
  delete address.postalCode
  delete address.extendedFields
}

function removeGiftsAndCustomisation(order: AmazonOrder): void {
  for (const item of order.orderItems) {
    delete item.fulfillment?.packing?.giftOption?.giftMessage
    delete item.product.customization?.customizedUrl
  }
}
