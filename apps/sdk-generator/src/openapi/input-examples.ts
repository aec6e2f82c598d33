import type { Json } from './document.ts'

const orderRef = '171-4093870-1757126'

/** An input that a reader may try, by the name of its type. Tests hold each to its schema. */
const inputExamples: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['OrderImportInput', { orderRef }],
  ['OrderListInput', { status: 'Shipped', limit: 20 }],
  ['OrderGetInput', { orderId: orderRef }],
])

/** Throws for a type without one: whoever adds a procedure adds its example. */
export function inputExampleOf(type: string): Json {
  const example = inputExamples.get(type)
  if (example === undefined) throw new Error(`${type} has no example: add it to inputExamples.`)
  return example
}
