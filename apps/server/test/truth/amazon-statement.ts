import type { AmazonOrder } from '@orderport/amazon-simulator'
import { z } from 'zod'
import { isRecord, readYaml, recordSchema, type JsonRecord } from './read-table.ts'
import type { ApiVersion } from './truth.ts'

const plain = z
  .strictObject({
    '2026-01-01': z.strictObject({ order: recordSchema, item: recordSchema, parcel: recordSchema }),
    v0: z.strictObject({ order: recordSchema, item: recordSchema }),
  })
  .parse(readYaml('plain-order.yaml'))

/** What the elements of a list are laid over. */
const templates: Readonly<Record<string, JsonRecord>> = {
  orderItems: plain['2026-01-01'].item,
  packages: plain['2026-01-01'].parcel,
  OrderItems: plain.v0.item,
}

/** Amazon's own shape, in which a truth may write anything. */
const amazonOrder = z.custom<AmazonOrder>((value) => isRecord(value) && typeof value['orderId'] === 'string')

/** Returns the plain order with a truth's fields over it, as 2026-01-01 tells it. */
export function orderOf2026(said: JsonRecord): AmazonOrder {
  return amazonOrder.parse(stated('2026-01-01', said))
}

/** Returns the bodies of v0's two answers: the order's and its items'. */
export function answersOfV0(said: JsonRecord): { readonly order: JsonRecord; readonly items: JsonRecord } {
  const { OrderItems, ...order } = stated('v0', said)
  return { order: { payload: order }, items: { payload: { AmazonOrderId: order['AmazonOrderId'], OrderItems } } }
}

function stated(version: ApiVersion, said: JsonRecord): JsonRecord {
  const { order } = plain[version]
  return over(order, { ...order, ...said })
}

/** Fields over other fields. Null leaves a field out; a list replaces the whole list. */
function over(base: JsonRecord, said: JsonRecord): JsonRecord {
  const entries = Object.entries(said).map(([name, value]) => [name, laidOver(base[name], value, name)] as const)
  return Object.fromEntries(
    Object.entries({ ...base, ...Object.fromEntries(entries) }).filter(([, value]) => value !== null),
  )
}

function laidOver(base: unknown, value: unknown, name: string): unknown {
  const element = templates[name]
  if (Array.isArray(value) && element !== undefined) {
    return value.map((entry: unknown, index) => (isRecord(entry) ? over(numbered(element, index + 1), entry) : entry))
  }
  return isRecord(value) ? over(isRecord(base) ? base : {}, value) : value
}

function numbered(element: JsonRecord, position: number): JsonRecord {
  const number = (value: unknown) => (typeof value === 'string' ? value.replace('{n}', String(position)) : value)
  return Object.fromEntries(Object.entries(element).map(([name, value]) => [name, number(value)]))
}
