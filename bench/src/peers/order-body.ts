import type { OrderRow, StoredItem, StoredPackage } from './order-row.ts'

/** Returns the JSON of an order: the fields of Orderport's, mapped from the row in the plainest way. */
export function orderBody<Reason>(row: OrderRow, reasonOf: (reason: DeliveryReason) => Reason) {
  const { details, products } = row
  const orderDate = iso(row.orderDate)
  const latestShipDate = iso(row.latestShipDate)
  const recipientName = row.shippingAddress?.name ?? null
  const totalAmount = row.totalAmount === null ? null : Number(row.totalAmount)
  const delivery = deliveryOf(row)
  return {
    id: row.id,
    orderId: row.id,
    ref: row.externalOrderId,
    externalOrderId: row.externalOrderId,
    channel: row.channel,
    marketplace: row.marketplace,
    status: row.status ?? 'Unknown',
    orderStatus: row.status ?? 'Unknown',
    totalAmount,
    currency: row.currency,
    date: orderDate,
    orderDate,
    products: products.map((item) => itemBody(item, row.currency)),
    charges: chargesBody(row, totalAmount),
    customer: { name: row.customerName ?? recipientName, email: row.customerEmail, address: row.customerAddress },
    recipientName,
    customerPhone: row.customerPhone,
    fulfillmentChannel: row.fulfillmentChannel,
    isFba: row.fulfillmentChannel === 'AFN',
    isFbm: row.fulfillmentChannel === 'MFN',
    carrier: row.carrier,
    trackingCode: row.trackingCode,
    trackingUrl: row.trackingUrl,
    hasTracking: row.trackingCode !== null,
    deliveryStatus: row.deliveryStatus ?? 'pending',
    shippedAt: iso(row.shippedAt),
    deliveredAt: iso(row.deliveredAt),
    estimatedDeliveryAt: iso(row.estimatedDeliveryAt),
    latestShipDate,
    shipBy: latestShipDate,
    delivery: {
      promise: { from: details.deliverFrom, to: iso(row.estimatedDeliveryAt) },
      state: delivery.state,
      since: delivery.since,
      reason: reasonOf(reasons[delivery.reason]),
    },
    cancellation: null,
    buyerRequestedCancellation: null,
    buyerCancellationReason: null,
    replaces: row.replaces,
    replacedBy: null,
    isGift: details.isGift,
    giftMessage: null,
    isPrime: details.isPrime,
    isBusiness: details.isBusiness,
    pickupPoint: details.pickupPoint,
    sellerOrderNumber: row.sellerOrderNumber,
    packages: row.packages.map((shipped) => packageBody(shipped, products)),
    timeline: timelineOf(row, orderDate),
    orderSource: 'amazon_spapi',
    checkedAt: iso(row.checkedAt),
    importedAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    savStatus: 'none' as const,
    slaStatus: delivery.state === 'late' ? ('breached' as const) : ('ok' as const),
    conversationCount: 0 as const,
    supplier: null,
  }
}

/** Returns the JSON of an import over REST: a part of the order, and the source. */
export function importBody(row: OrderRow, source: 'cache' | 'amazon_spapi') {
  return {
    success: true,
    imported: true,
    orderId: row.id,
    externalOrderId: row.externalOrderId,
    channel: row.channel,
    status: row.status,
    orderStatus: row.status,
    totalAmount: row.totalAmount === null ? null : Number(row.totalAmount),
    currency: row.currency,
    orderDate: iso(row.orderDate),
    products: row.products.map((item) => itemBody(item, row.currency)),
    customer: {
      name: row.customerName ?? row.shippingAddress?.name ?? null,
      email: row.customerEmail,
      address: row.customerAddress,
    },
    fulfillmentChannel: row.fulfillmentChannel,
    carrier: row.carrier,
    trackingCode: row.trackingCode,
    trackingUrl: row.trackingUrl,
    deliveryStatus: row.deliveryStatus,
    source,
  }
}

export interface DeliveryReason {
  readonly fr: string
  readonly en: string
}

const reasons = {
  delivered: { fr: 'La commande est livrée.', en: 'The order was delivered.' },
  late: { fr: 'La date de livraison promise est passée.', en: 'The promised delivery date has passed.' },
  toShip: { fr: 'La commande est à expédier, dans les délais.', en: 'The order is to be shipped, in time.' },
  underWay: { fr: 'La livraison est en cours, dans les délais.', en: 'The delivery is under way, in time.' },
  untracked: {
    fr: "La commande est expédiée, mais Amazon n'en donne pas le suivi ; la date promise n'est pas passée.",
    en: "The order was shipped, but the marketplace doesn't track it; the promised date hasn't passed.",
  },
} as const satisfies Record<string, DeliveryReason>

interface Delivery {
  readonly state: 'delivered' | 'late' | 'on_time'
  readonly since: string | null
  readonly reason: keyof typeof reasons
}

function deliveryOf(row: OrderRow): Delivery {
  if (row.deliveryStatus === 'delivered')
    return { state: 'delivered', since: iso(row.deliveredAt), reason: 'delivered' }
  if (row.estimatedDeliveryAt !== null && row.estimatedDeliveryAt.getTime() < Date.now()) {
    return { state: 'late', since: iso(row.estimatedDeliveryAt), reason: 'late' }
  }
  const shipped = row.packages.length === 0 ? 'untracked' : 'underWay'
  return { state: 'on_time', since: null, reason: row.status === 'Unshipped' ? 'toShip' : shipped }
}

function itemBody(item: StoredItem, currency: string | null) {
  return {
    name: item.name,
    quantity: item.quantity,
    qty: item.quantity,
    price: item.price,
    sku: item.sku,
    asin: item.asin,
    lineTotal: item.lineTotal === null ? null : Number(item.lineTotal),
    currency: item.currency ?? currency,
    quantityShipped: item.quantityShipped,
    cancellation: null,
  }
}

function chargesBody({ details, products }: OrderRow, totalAmount: number | null) {
  const { charges } = details
  const shipping = numberOrNull(charges?.shipping)
  const sum = products.reduce((total, { lineTotal }) => total + Number(lineTotal), shipping ?? 0)
  return {
    shipping,
    giftWrap: numberOrNull(charges?.giftWrap),
    tax: numberOrNull(charges?.tax),
    discount: numberOrNull(charges?.discount),
    other: numberOrNull(charges?.other),
    taxIncluded: null,
    addUp: totalAmount === null ? null : Math.round(sum * 100) === Math.round(totalAmount * 100),
  }
}

function packageBody(shipped: StoredPackage, products: readonly StoredItem[]) {
  return {
    carrier: shipped.carrier,
    trackingCode: shipped.trackingCode,
    trackingUrl: shipped.trackingUrl,
    status: shipped.status,
    shippedAt: shipped.shippedAt,
    contents: shipped.contents.map(({ orderItemId, quantity }) => {
      const item = products.find((product) => product.orderItemId === orderItemId)
      return { name: item?.name ?? null, sku: item?.sku ?? null, quantity }
    }),
  }
}

function timelineOf({ packages }: OrderRow, orderDate: string | null) {
  return [
    ...eventBody(orderDate, 'Commande passée', 'pending'),
    ...packages.flatMap(({ shippedAt, carrier }) => eventBody(shippedAt, `Colis expédié (${carrier})`, 'shipped')),
  ]
}

function eventBody(at: string | null, label: string, status: string) {
  return at === null ? [] : [{ at, label, date: at, event: label, status, source: 'amazon_spapi' }]
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}

function numberOrNull(amount: string | null | undefined): number | null {
  return amount === null || amount === undefined ? null : Number(amount)
}
