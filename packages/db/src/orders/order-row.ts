import {
  cleanName,
  cleanText,
  cleanTrackingCode,
  deliveryStatuses,
  fulfillmentChannels,
  isStub,
  orderDeliveryStatus,
  parseCurrency,
  parseDecimal,
  parseInstant,
  parseOrderInstant,
  type Order,
  type TenantId,
} from '@orderport/domain'
import { epochSeconds, instantOfEpoch } from '../columns/epoch.ts'
import { storedChoice, type StoredRecord } from '../columns/stored-value.ts'
import { readDetails } from './details-json.ts'
import { readOrderItems } from './order-items-json.ts'
import { readPackages } from './packages-json.ts'
import { readShippingAddress } from './shipping-address-json.ts'
import { storedStatus } from './stored-status.ts'

/** Selects a date as seconds: formatting eight dates of each row would cost Postgres more than finding it. */
function instant(column: string): string {
  return `${epochSeconds(`orders.${column}`)} AS ${column}`
}

/**
 * The columns that every read of `orders` selects: all but `raw_data`, which is large and holds personal data. Amounts
 * are selected as text and dates as seconds, so that `pg` and Prisma return the same row.
 */
export const orderColumns = [
  'orders.id',
  'orders.external_order_id',
  'orders.channel',
  'orders.status',
  'orders.total_amount::text AS total_amount',
  'orders.currency',
  instant('order_date'),
  'orders.fulfillment_channel',
  'orders.customer_name',
  'orders.customer_email',
  'orders.customer_address',
  'orders.carrier',
  'orders.tracking_code',
  'orders.tracking_url',
  'orders.delivery_status',
  'orders.products',
  'orders.raw_data IS NOT NULL AS has_raw_data',
  instant('created_at'),
  instant('updated_at'),
  'orders.marketplace',
  'orders.customer_phone',
  'orders.shipping_address',
  'orders.packages',
  instant('shipped_at'),
  instant('delivered_at'),
  instant('estimated_delivery_at'),
  instant('latest_ship_date'),
  instant('source_updated_at'),
  'orders.seller_order_number',
  'orders.replaces',
  'orders.details',
  instant('checked_at'),
  // An expression, or PostgreSQL may look for the least reference along the key of all the tenant's orders.
  `(SELECT min(replacing.external_order_id || '') FROM orders AS replacing
    WHERE replacing.tenant_id = orders.tenant_id AND replacing.replaces = orders.external_order_id) AS replaced_by`,
].join(', ')

/** Parses a row of `orderColumns` as an order of the tenant. Also reads rows that earlier services wrote. */
export function parseOrderRow(tenantId: TenantId, row: StoredRecord): Order {
  const totalAmount = parseDecimal(row['total_amount'])
  const products = readOrderItems(row['products'])
  const packages = readPackages(row['packages'])
  const details = readDetails(row['details'])
  const createdAt = parseInstant(instantOfEpoch(row['created_at']))
  const updatedAt = parseInstant(instantOfEpoch(row['updated_at']))
  const status = storedStatus(row['status'])
  const trackingCode = cleanTrackingCode(row['tracking_code'])
  const storedDelivery = storedChoice(row['delivery_status'], deliveryStatuses)
  // Older rows don't tell what the marketplace said of the whole order from what its packages or its status implied.
  const isOlderRow = row['details'] === null || row['details'] === undefined
  const isImplied = packages.length > 0 || storedDelivery === 'pending' || storedDelivery === 'shipped'
  const saidOfOlderRow = isOlderRow && !isImplied ? storedDelivery : null
  const stub = isStub({ totalAmount, products, hasRawData: row['has_raw_data'] === true })
  return {
    ...details,
    id: requiredText(row, 'id'),
    tenantId,
    channel: requiredText(row, 'channel'),
    externalOrderId: requiredText(row, 'external_order_id'),
    orderSource: stub ? 'stub' : 'amazon_spapi',
    sellerOrderNumber: cleanText(row['seller_order_number']),
    status,
    totalAmount,
    currency: parseCurrency(row['currency']),
    orderDate: parseOrderInstant(instantOfEpoch(row['order_date'])),
    fulfillmentChannel: storedChoice(row['fulfillment_channel'], fulfillmentChannels),
    marketplace: cleanText(row['marketplace']),
    customerName: cleanName(row['customer_name']),
    customerEmail: cleanName(row['customer_email']),
    customerPhone: cleanName(row['customer_phone']),
    customerAddress: cleanName(row['customer_address']),
    shippingAddress: readShippingAddress(row['shipping_address']),
    products,
    packages,
    saidDeliveryStatus: details.saidDeliveryStatus ?? saidOfOlderRow,
    deliveryStatus: orderDeliveryStatus({
      status,
      products,
      packages,
      said: details.saidDeliveryStatus ?? storedDelivery,
    }),
    carrier: cleanName(row['carrier']),
    trackingCode,
    trackingUrl: trackingCode === null ? null : cleanText(row['tracking_url']),
    shippedAt: parseOrderInstant(instantOfEpoch(row['shipped_at'])),
    deliveredAt: parseOrderInstant(instantOfEpoch(row['delivered_at'])),
    estimatedDeliveryAt: parseOrderInstant(instantOfEpoch(row['estimated_delivery_at'])),
    latestShipDate: parseOrderInstant(instantOfEpoch(row['latest_ship_date'])),
    replaces: cleanText(row['replaces']),
    replacedBy: cleanText(row['replaced_by']),
    sourceUpdatedAt: parseOrderInstant(instantOfEpoch(row['source_updated_at'])),
    checkedAt: parseOrderInstant(instantOfEpoch(row['checked_at'])),
    importedAt: createdAt,
    updatedAt: updatedAt ?? createdAt,
  }
}

function requiredText(row: StoredRecord, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`The column ${column} was not selected or is NULL.`)
  return value
}
