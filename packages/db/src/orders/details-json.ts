import {
  deliveryStatuses,
  parseDecimal,
  parseOrderInstant,
  type CancelledBy,
  type MergedFacts,
  type OrderCharges,
} from '@orderport/domain'
import { storableRecord } from '../columns/storable.ts'
import { isStoredRecord, storedChoice, storedText, type StoredRecord } from '../columns/stored-value.ts'
import type { Prisma } from '../generated/client.ts'

const fields = [
  'charges',
  'saidDeliveryStatus',
  'notDeliveredAt',
  'deliverFrom',
  'cancellation',
  'buyerRequestedCancellation',
  'buyerCancellationReason',
  'isGift',
  'giftMessage',
  'isPrime',
  'isBusiness',
  'pickupPoint',
] as const satisfies readonly (keyof MergedFacts)[]

/** The facts of an order that no query looks for. */
export type OrderDetails = Pick<MergedFacts, (typeof fields)[number]>

/** Returns the facts as the column `details` stores them. */
export function writeDetails(facts: OrderDetails): Prisma.InputJsonObject {
  return storableRecord(Object.fromEntries(fields.map((field) => [field, facts[field]])))
}

/** Returns the facts in a `details` value; all of them null for a row that was written before the column was there. */
export function readDetails(value: unknown): OrderDetails {
  const details = isStoredRecord(value) ? value : {}
  return {
    charges: readCharges(details['charges']),
    saidDeliveryStatus: storedChoice(details['saidDeliveryStatus'], deliveryStatuses),
    notDeliveredAt: parseOrderInstant(details['notDeliveredAt']),
    deliverFrom: parseOrderInstant(details['deliverFrom']),
    cancellation: readCancellation(details['cancellation']),
    buyerRequestedCancellation: readFlag(details, 'buyerRequestedCancellation'),
    buyerCancellationReason: storedText(details['buyerCancellationReason']),
    isGift: readFlag(details, 'isGift'),
    giftMessage: storedText(details['giftMessage']),
    isPrime: readFlag(details, 'isPrime'),
    isBusiness: readFlag(details, 'isBusiness'),
    pickupPoint: readFlag(details, 'pickupPoint'),
  }
}

const cancellers: readonly CancelledBy[] = ['buyer', 'merchant', 'amazon']

/** Returns who cancelled and why, or null for a value that is no cancellation. */
export function readCancelled(value: unknown) {
  if (!isStoredRecord(value)) return null
  return { by: storedChoice(value['by'], cancellers), reason: storedText(value['reason']) }
}

function readCancellation(value: unknown): OrderDetails['cancellation'] {
  const cancelled = readCancelled(value)
  return cancelled === null || !isStoredRecord(value) ? null : { ...cancelled, at: parseOrderInstant(value['at']) }
}

function readCharges(value: unknown): OrderCharges | null {
  if (!isStoredRecord(value)) return null
  return {
    shipping: parseDecimal(value['shipping']),
    giftWrap: parseDecimal(value['giftWrap']),
    tax: parseDecimal(value['tax']),
    discount: parseDecimal(value['discount']),
    other: parseDecimal(value['other']),
    incomplete: readFlag(value, 'incomplete'),
  }
}

function readFlag(details: StoredRecord, field: string): boolean | null {
  const flag = details[field]
  return typeof flag === 'boolean' ? flag : null
}
