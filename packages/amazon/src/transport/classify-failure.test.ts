import { describe, expect, it } from 'vitest'
import type { AnswerBody, UpstreamAnswer } from './upstream-request.ts'
import { classifyFailure } from './classify-failure.ts'

const orderId = '404-1111111-2222222'

function answer(status: number, body: AnswerBody = { kind: 'empty' }): UpstreamAnswer {
  return { status, body, requestId: 'r-1', rateLimit: null }
}

type ErrorFields = { code?: string; message?: string; details?: string }

function errorAnswer(status: number, ...errors: readonly ErrorFields[]): UpstreamAnswer {
  return answer(status, { kind: 'json', value: { errors } })
}

it.each([
  [429, 'RATE_LIMITED'],
  [400, 'UPSTREAM_ERROR'],
  [401, 'UPSTREAM_ERROR'],
  [403, 'UPSTREAM_ERROR'],
  [404, 'UPSTREAM_ERROR'],
  [410, 'UPSTREAM_ERROR'],
  [413, 'UPSTREAM_ERROR'],
  [415, 'UPSTREAM_ERROR'],
  [500, 'UPSTREAM_ERROR'],
  [503, 'UPSTREAM_ERROR'],
  [302, 'UPSTREAM_ERROR'],
  [204, 'UPSTREAM_ERROR'],
])('a bare %i means %s', (status, expected) => {
  expect(classifyFailure(answer(status), orderId)).toBe(expected)
})

describe('an answer that is not in Amazon’s own form says nothing about the order or the seller', () => {
  const bodies: readonly [string, AnswerBody][] = [
    ['no body', { kind: 'empty' }],
    ['a web page', { kind: 'unreadable' }],
    ['a body over the limit', { kind: 'oversized' }],
    ...[
      { message: 'Not Found' },
      { message: 'Forbidden' },
      { message: null },
      { message: `No order ${orderId}` },
      { Message: 'Not Found' },
      { error: 'Not Found' },
      { error: 'NotFound', error_description: `The order ${orderId} was not found` },
      { errors: [] },
      { errors: {} },
      { errors: [{ message: 'The order was not found' }] },
      { errors: ['NotFound'] },
      { code: 'NotFound', message: 'The order was not found' },
      {},
      [],
      'NotFound',
      null,
    ].map((value): [string, AnswerBody] => [JSON.stringify(value), { kind: 'json', value }]),
  ]
  it.each([400, 401, 403, 404].flatMap((status) => bodies.map(([name, body]) => [status, name, body] as const)))(
    '%i with %s is UPSTREAM_ERROR',
    (status, _name, body) => {
      expect(classifyFailure(answer(status, body), orderId)).toBe('UPSTREAM_ERROR')
    },
  )
})

it.each([
  ['Access to requested resource is denied.', 'The access token you provided has expired.', 'stale-token'],
  [
    'Access to requested resource is denied.',
    'The access token you provided is revoked, malformed or invalid.',
    'stale-token',
  ],
  ['The LWA secret token you provided has expired.', '', 'APP_CREDENTIALS_INVALID'],
  ['Access to requested resource is denied.', '', 'UPSTREAM_FORBIDDEN'],
  ['Access token is missing in the request header.', '', 'UPSTREAM_FORBIDDEN'],
])('403 with %j %j means %s', (message, details, expected) => {
  expect(classifyFailure(errorAnswer(403, { code: 'Unauthorized', message, details }), orderId)).toBe(expected)
})

it('401 in Amazon’s form is a refusal like 403', () => {
  expect(classifyFailure(errorAnswer(401, { code: 'Unauthorized' }), orderId)).toBe('UPSTREAM_FORBIDDEN')
})

it.each([
  ['InvalidInput', 'The order id is invalid.', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['InvalidInput', 'Invalid AmazonOrderId', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['InvalidInput', `No data for ${orderId}`, 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['InvalidInput', 'The order does not exist.', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['InvalidInput', 'Invalid value for includedData: FULFILLMENT', 'UPSTREAM_ERROR'],
  ['InvalidInput', `Invalid includedData for order ${orderId}`, 'UPSTREAM_ERROR'],
  ['InvalidInput', `No access to data elements of order ${orderId}`, 'UPSTREAM_ERROR'],
  ['InvalidInput', `The role does not cover order ${orderId}`, 'UPSTREAM_ERROR'],
  ['InvalidInput', `Invalid path /orders/v0/orders/${orderId}`, 'UPSTREAM_ERROR'],
  ['InvalidInput', 'Invalid Input', 'UPSTREAM_ERROR'],
  ['InvalidInput', 'Invalid border identity', 'UPSTREAM_ERROR'],
  ['InternalFailure', `No data for ${orderId}`, 'UPSTREAM_ERROR'],
])('400 %s with %j means %s', (code, message, expected) => {
  expect(classifyFailure(errorAnswer(400, { code, message }), orderId)).toBe(expected)
})

it.each([
  ['NotFound', '', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['NotFound', 'The order was not found.', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['NotFound', 'The specified resource does not exist.', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['InvalidInput', `Order ${orderId} is not found.`, 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['ResourceNotFound', 'The requested order does not exist.', 'ORDER_NOT_FOUND_FOR_TENANT'],
  [
    'ResourceNotFoundException',
    `Order ID ${orderId} does not exist or access is denied.`,
    'ORDER_NOT_FOUND_FOR_TENANT',
  ],
  ['ResourceNotFound', 'The requested URI is not found.', 'UPSTREAM_ERROR'],
  ['ResourceNotFound', `No resource at path /orders/v0/orders/${orderId}`, 'UPSTREAM_ERROR'],
  ['NotFound', `No route matches /orders/2026-01-01/orders/${orderId}`, 'UPSTREAM_ERROR'],
  ['NotFound', 'The requested URL was not found on this server.', 'UPSTREAM_ERROR'],
  ['NotFound', 'The operation does not exist.', 'UPSTREAM_ERROR'],
  ['NotFound', 'Seller account not found.', 'UPSTREAM_ERROR'],
  ['ResourceNotFound', 'Not Found', 'UPSTREAM_ERROR'],
  ['InvalidInput', 'Invalid Input', 'UPSTREAM_ERROR'],
  ['InternalFailure', 'The order was not found.', 'UPSTREAM_ERROR'],
])('404 %s with %j means %s', (code, message, expected) => {
  expect(classifyFailure(errorAnswer(404, { code, message }), orderId)).toBe(expected)
})

it('only errors that all speak of the order say that it isn’t there', () => {
  const unknown = { code: 'NotFound', message: 'The order was not found.' }
  expect(classifyFailure(errorAnswer(404, unknown, unknown), orderId)).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  expect(classifyFailure(errorAnswer(404, unknown, { code: 'InternalFailure' }), orderId)).toBe('UPSTREAM_ERROR')
})
