import { expect, it } from 'vitest'
import { readAnswer } from './read-answer.ts'
import { orderTotal } from './shop.ts'

const reference = '171-0000001-0000001'
const order = { orderId: 'ord-1', externalOrderId: reference, totalAmount: orderTotal }

it.each([
  ['import', { ...order, source: 'amazon_spapi' }],
  ['import-again', { ...order, source: 'cache' }],
  ['read', order],
  ['search', { orders: [order], total: 1 }],
  ['trpc', { result: { data: order } }],
] as const)('an answer to %s says which order it is', (step, body) => {
  expect(readAnswer(step, { status: 200, body }, reference)).toEqual({ orderId: 'ord-1' })
})

it.each([
  ['read', 200, { ...order, externalOrderId: 'another' }, { untrue: 'is another' }],
  ['read', 200, { ...order, totalAmount: 0 }, { untrue: 'costs 0' }],
  ['import', 200, { ...order, source: 'stub' }, { untrue: 'is a stub' }],
  ['search', 200, { orders: [], total: 0 }, { absent: true }],
  ['read', 404, { code: 'ORDER_NOT_FOUND' }, { absent: true }],
  ['import', 404, { code: 'ORDER_NOT_FOUND_FOR_TENANT' }, { absent: true }],
  ['import', 503, { code: 'CREDENTIALS_UNAVAILABLE' }, { code: 'CREDENTIALS_UNAVAILABLE' }],
  ['trpc', 503, { error: { data: { appCode: 'DATABASE_UNAVAILABLE' } } }, { code: 'DATABASE_UNAVAILABLE' }],
] as const)('%s with %i %o is no such order', (step, status, body, expected) => {
  expect(readAnswer(step, { status, body }, reference)).toEqual(expected)
})
