import {
  deliveryStatuses,
  fulfillmentChannels,
  isStub,
  parseDecimal,
  parseInstant,
  type Order,
  type TenantId,
} from '@orderport/domain'
import { isoInstant } from '../columns/stored-value.ts'
import { storedChoice, storedText, type StoredRecord } from '../columns/stored-value.ts'
import { readOrderItems } from './order-items-json.ts'
import { readPackages } from './packages-json.ts'
import { readShippingAddress } from './shipping-address-json.ts'
import { storedStatus } from './stored-status.ts'

/** Selects a date as ISO 8601 in UTC, to the millisecond. An unknown or infinite date becomes null. */
function instant(column: string): string {
  return `${isoInstant(`orders.${column}`)} AS ${column}`
}

/**
 * The columns that every read of `orders` selects: all but `raw_data`, which is large and holds personal data. Dates
 * and amounts are selected as text, so that `pg` and Prisma return the same row.
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
].join(', ')

/** Parses a row of `orderColumns` as an order of the tenant. Also reads rows that earlier services wrote. */
export function parseOrderRow(tenantId: TenantId, row: StoredRecord): Order {
  const totalAmount = parseDecimal(row['total_amount'])
  const products = readOrderItems(row['products'])
  const orderDate = parseInstant(row['order_date'])
  const createdAt = parseInstant(row['created_at'])
  const updatedAt = parseInstant(row['updated_at'])
  const stub = isStub({ totalAmount, products, hasRawData: row['has_raw_data'] === true })
  return {
    id: requiredText(row, 'id'),
    tenantId,
    channel: requiredText(row, 'channel'),
    externalOrderId: requiredText(row, 'external_order_id'),
    orderSource: stub ? 'stub' : 'amazon_spapi',
    status: storedStatus(row['status']),
    totalAmount,
    currency: storedText(row['currency']),
    orderDate,
    fulfillmentChannel: storedChoice(row['fulfillment_channel'], fulfillmentChannels),
    marketplace: storedText(row['marketplace']),
    customerName: storedText(row['customer_name']),
    customerEmail: storedText(row['customer_email']),
    customerPhone: storedText(row['customer_phone']),
    customerAddress: storedText(row['customer_address']),
    shippingAddress: readShippingAddress(row['shipping_address']),
    products,
    packages: readPackages(row['packages']),
    deliveryStatus: storedChoice(row['delivery_status'], deliveryStatuses) ?? 'pending',
    carrier: storedText(row['carrier']),
    trackingCode: storedText(row['tracking_code']),
    trackingUrl: storedText(row['tracking_url']),
    shippedAt: parseInstant(row['shipped_at']),
    deliveredAt: parseInstant(row['delivered_at']),
    estimatedDeliveryAt: parseInstant(row['estimated_delivery_at']),
    latestShipDate: parseInstant(row['latest_ship_date']),
    sourceUpdatedAt: parseInstant(row['source_updated_at']),
    importedAt: createdAt,
    updatedAt: updatedAt ?? createdAt,
  }
}

function requiredText(row: StoredRecord, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`The column ${column} was not selected or is NULL.`)
  return value
}
