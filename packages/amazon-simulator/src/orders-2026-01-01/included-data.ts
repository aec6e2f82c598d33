import type { AmazonOrder, AmazonOrderItem } from '../amazon-order.ts'

const datasets = [
  'BUYER',
  'RECIPIENT',
  'PROCEEDS',
  'EXPENSE',
  'PROMOTION',
  'CANCELLATION',
  'FULFILLMENT',
  'PACKAGES',
  'TAX',
  'PAYMENT',
  'FULFILLMENT_ORDERS',
] as const

/** A part of an order that the answer contains only on request. */
export type IncludedData = (typeof datasets)[number]

/** Returns the parts that a query requests: one `includedData` of comma-separated names. Null for anything else. */
export function parseIncludedData(query: URLSearchParams): ReadonlySet<IncludedData> | null {
  const values = query.getAll('includedData')
  const [first] = values
  if (first === undefined) return new Set()
  const names = first.split(',')
  const valid = names.filter(isIncludedData)
  return values.length === 1 && valid.length === names.length ? new Set(valid) : null
}

/** Returns the order with only the requested parts. */
export function withIncludedData(order: AmazonOrder, included: ReadonlySet<IncludedData>): AmazonOrder {
  const answer = structuredClone(order)
  if (!included.has('BUYER')) delete answer.buyer
  if (!included.has('RECIPIENT')) delete answer.recipient
  if (!included.has('PROCEEDS')) delete answer.proceeds
  if (!included.has('FULFILLMENT')) delete answer.fulfillment
  if (!included.has('PACKAGES')) delete answer.packages
  if (!included.has('TAX')) delete answer.tax
  if (!included.has('PAYMENT')) delete answer.payment
  if (!included.has('FULFILLMENT_ORDERS')) delete answer.fulfillmentOrders
  for (const item of answer.orderItems) trimItem(item, included)
  return answer
}

function trimItem(item: AmazonOrderItem, included: ReadonlySet<IncludedData>): void {
  if (!included.has('PROCEEDS')) delete item.proceeds
  if (!included.has('EXPENSE')) delete item.expense
  if (!included.has('PROMOTION')) delete item.promotion
  if (!included.has('CANCELLATION')) delete item.cancellation
  if (!included.has('FULFILLMENT')) delete item.fulfillment
  if (!included.has('TAX')) delete item.tax
}

export function isIncludedData(name: unknown): name is IncludedData {
  return datasets.some((dataset) => dataset === name)
}
