import type { AmazonOrder, AmazonOrderItem } from './amazon-order.ts'

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

/** A part of an order that is in the answer only when the request asks for it. */
export type IncludedData = (typeof datasets)[number]

/** The parts that a query asks for: one `includedData` with comma-separated names. Null if it is anything else. */
export function parseIncludedData(query: URLSearchParams): ReadonlySet<IncludedData> | null {
  const values = query.getAll('includedData')
  const [first] = values
  if (first === undefined) return new Set()
  const names = first.split(',')
  const known = names.filter(isIncludedData)
  return values.length === 1 && known.length === names.length ? new Set(known) : null
}

/** The order with nothing but the parts asked for. */
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

function isIncludedData(name: string): name is IncludedData {
  return datasets.some((dataset) => dataset === name)
}
