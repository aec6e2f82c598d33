import { expect, it } from 'vitest'
import { differenceIn, holdsAnOrder } from './equal-answers.ts'

const order = { orderId: 'ord-1', products: [{ name: 'Lampe', price: 29.99 }], pagination: { nextCursor: 'a' } }
const none: ReadonlySet<string> = new Set()

it('answers with the same fields are equal, in any order of the fields', () => {
  const { orderId, ...rest } = order
  expect(differenceIn([order], [{ ...rest, orderId }], none)).toBeNull()
})

it.each([
  ['another value', [{ ...order, products: [{ name: 'Lampe', price: 30 }] }], '.0.products.0.price: 29.99 and 30'],
  ['a field too many', [{ ...order, isGift: null }], '.0.isGift: undefined and null'],
  ['an item too few', [], '.0: {"orderId":"ord-1"'],
  ['null', null, ': [{"orderId":"ord-1"'],
])('an answer with %s differs, and the place is told', (_what, other, place) => {
  expect(differenceIn([order], other, none)).toContain(place)
})

it('fields that every contender has its own values of don’t count, at any depth', () => {
  const other = { ...order, orderId: 'ord-2', pagination: { nextCursor: 'b' } }
  expect(differenceIn(order, other, new Set(['orderId', 'nextCursor']))).toBeNull()
  expect(differenceIn(order, other, new Set(['orderId']))).toBe('.pagination.nextCursor: "a" and "b"')
})

it('an answer without an order is seen, so that empty answers are never compared', () => {
  expect(holdsAnOrder([{ orders: [order], total: 1 }])).toBe(true)
  expect(holdsAnOrder({ orders: [], count: 0, total: 0, pagination: { limit: 50 } })).toBe(false)
  expect(holdsAnOrder({ ...order, products: [] })).toBe(false)
  expect(holdsAnOrder({ error: 'Commande introuvable', code: 'ORDER_NOT_FOUND' })).toBe(false)
})
