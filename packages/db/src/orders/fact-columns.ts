import type { MergedFacts } from '@orderport/domain'
import { storableInstant, storableTextOrNull } from '../columns/storable.ts'
import type { Prisma } from '../generated/client.ts'
import { writeDetails } from './details-json.ts'
import { writeOrderItems } from './order-items-json.ts'
import { writePackages } from './packages-json.ts'
import { writeShippingAddress } from './shipping-address-json.ts'
import { storableAmount } from './storable-amount.ts'
import { writeTrackingCodes } from './tracking-codes.ts'

/** Returns the facts of an order as JSON, exactly as its columns store them, so that two results can be compared. */
export function factColumns(facts: MergedFacts) {
  return {
    status: facts.status,
    totalAmount: storableAmount(facts.totalAmount),
    currency: storableTextOrNull(facts.currency),
    orderDate: storableInstant(facts.orderDate),
    fulfillmentChannel: facts.fulfillmentChannel,
    marketplace: storableTextOrNull(facts.marketplace),
    customerName: storableTextOrNull(facts.customerName),
    customerEmail: storableTextOrNull(facts.customerEmail),
    customerPhone: storableTextOrNull(facts.customerPhone),
    customerAddress: storableTextOrNull(facts.customerAddress),
    shippingAddress: facts.shippingAddress === null ? null : writeShippingAddress(facts.shippingAddress),
    products: writeOrderItems(facts.products),
    packages: writePackages(facts.packages),
    deliveryStatus: facts.deliveryStatus,
    carrier: storableTextOrNull(facts.carrier),
    trackingCode: storableTextOrNull(facts.trackingCode),
    trackingUrl: storableTextOrNull(facts.trackingUrl),
    shippedAt: storableInstant(facts.shippedAt),
    deliveredAt: storableInstant(facts.deliveredAt),
    estimatedDeliveryAt: storableInstant(facts.estimatedDeliveryAt),
    latestShipDate: storableInstant(facts.latestShipDate),
    sourceUpdatedAt: storableInstant(facts.sourceUpdatedAt),
    sellerOrderNumber: storableTextOrNull(facts.sellerOrderNumber),
    replaces: storableTextOrNull(facts.replaces),
    trackingCodes: writeTrackingCodes(facts),
    details: writeDetails(facts),
  } satisfies Partial<Record<keyof Prisma.OrderUncheckedCreateInput, unknown>>
}
