import type { AmazonOrder } from '@orderport/amazon-simulator'
import { randomInt } from 'node:crypto'
import type { OrderRow, StoredItem } from './order-row.ts'

/** What a new order's row consists of. */
export type NewRow = OrderRow & { readonly tenantId: string; readonly rawData: AmazonOrder }

export interface AmazonClientOptions {
  readonly endpoint: string
  readonly lwaEndpoint: string
  readonly clientId: string
  readonly clientSecret: string
}

const parts = 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION'

/** Returns a function that fetches a tenant's order from Amazon. It keeps access tokens until they expire. */
export function createAmazonClient(options: AmazonClientOptions) {
  const tokens = new Map<string, { readonly token: string; readonly until: number }>()

  async function accessToken(tenantId: string): Promise<string> {
    const kept = tokens.get(tenantId)
    if (kept !== undefined && kept.until > Date.now()) return kept.token
    const response = await fetch(options.lwaEndpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: `Atzr|SELLER-${tenantId}`,
        client_id: options.clientId,
        client_secret: options.clientSecret,
      }),
    })
    const answer = await answerOf<{ access_token: string; expires_in: number }>(response)
    tokens.set(tenantId, { token: answer.access_token, until: Date.now() + (answer.expires_in - 60) * 1000 })
    return answer.access_token
  }

  return async (tenantId: string, reference: string): Promise<NewRow> => {
    const url = `${options.endpoint}/orders/2026-01-01/orders/${reference}?includedData=${parts}`
    const headers = {
      'x-amz-access-token': await accessToken(tenantId),
      'user-agent': 'Peer/1.0 (Language=TypeScript/7; Platform=Node/24)',
    }
    const { order } = await answerOf<{ order: AmazonOrder }>(await fetch(url, { headers }))
    return toRow(tenantId, order)
  }
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`Amazon answered ${response.status}.`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the peers validate nothing
  return (await response.json()) as Answer
}

function toRow(tenantId: string, order: AmazonOrder): NewRow {
  const { buyer, fulfillment, proceeds, recipient, salesChannel, programs } = order
  const address = recipient?.deliveryAddress
  const lines = [address?.addressLine1, address?.addressLine2, address?.addressLine3].filter(Boolean)
  const now = new Date()
  return {
    id: `ord-${now.getTime().toString(36)}-${randomInt(36 ** 6)
      .toString(36)
      .padStart(6, '0')}`,
    tenantId,
    externalOrderId: order.orderId,
    channel: 'amazon',
    status: fulfillment?.fulfillmentStatus === 'SHIPPED' ? 'Shipped' : 'Unshipped',
    totalAmount: proceeds?.grandTotal?.amount ?? null,
    currency: proceeds?.grandTotal?.currencyCode ?? null,
    orderDate: new Date(order.createdTime),
    fulfillmentChannel: fulfillment?.fulfilledBy === 'AMAZON' ? 'AFN' : 'MFN',
    customerName: buyer?.buyerName ?? null,
    customerEmail: buyer?.buyerEmail ?? null,
    customerAddress: [...lines, `${address?.postalCode} ${address?.city}`, address?.countryCode].join(', '),
    carrier: null,
    trackingCode: null,
    trackingUrl: null,
    deliveryStatus: 'shipped',
    products: order.orderItems.map(toItem),
    createdAt: now,
    updatedAt: now,
    marketplace: salesChannel.marketplaceId ?? null,
    customerPhone: address?.phone ?? null,
    shippingAddress: { ...address, name: address?.name ?? null },
    packages: [],
    shippedAt: null,
    deliveredAt: null,
    estimatedDeliveryAt: dateOf(fulfillment?.deliverByWindow?.latestDateTime),
    latestShipDate: dateOf(fulfillment?.shipByWindow?.latestDateTime),
    checkedAt: now,
    sellerOrderNumber: order.orderAliases?.find(({ aliasType }) => aliasType === 'SELLER_ORDER_ID')?.aliasId ?? null,
    replaces: null,
    details: {
      charges: null,
      deliverFrom: dateOf(fulfillment?.deliverByWindow?.earliestDateTime)?.toISOString() ?? null,
      isGift: null,
      isPrime: programs?.includes('PRIME') ?? null,
      isBusiness: programs?.includes('AMAZON_BUSINESS') ?? null,
      pickupPoint: false,
    },
    rawData: order,
  }
}

function toItem(item: AmazonOrder['orderItems'][number]): StoredItem {
  const unitPrice = item.product.price?.unitPrice
  const price = unitPrice === undefined ? null : Number(unitPrice.amount)
  return {
    orderItemId: item.orderItemId,
    name: item.product.title ?? null,
    quantity: item.quantityOrdered,
    price,
    sku: item.product.sellerSku ?? null,
    asin: item.product.asin ?? null,
    lineTotal: price === null ? null : (price * item.quantityOrdered).toFixed(2),
    currency: unitPrice?.currencyCode ?? null,
    quantityShipped: item.fulfillment?.quantityFulfilled ?? null,
  }
}

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text)
}
