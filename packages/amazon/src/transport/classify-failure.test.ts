import { expect, it } from 'vitest'
import type { AnswerBody, UpstreamAnswer } from './upstream-request.ts'
import { classifyFailure } from './classify-failure.ts'

const orderId = '404-1111111-2222222'

function answer(status: number, body: AnswerBody = { kind: 'empty' }): UpstreamAnswer {
  return { status, body, requestId: 'r-1', rateLimit: null }
}

function errorAnswer(status: number, error: { code?: string; message?: string; details?: string }): UpstreamAnswer {
  return answer(status, { kind: 'json', value: { errors: [error] } })
}

it.each([
  [404, 'ORDER_NOT_FOUND_FOR_TENANT'],
  [403, 'UPSTREAM_FORBIDDEN'],
  [401, 'UPSTREAM_FORBIDDEN'],
  [429, 'RATE_LIMITED'],
  [400, 'UPSTREAM_ERROR'],
  [413, 'UPSTREAM_ERROR'],
  [415, 'UPSTREAM_ERROR'],
  [500, 'UPSTREAM_ERROR'],
  [503, 'UPSTREAM_ERROR'],
  [302, 'UPSTREAM_ERROR'],
  [204, 'UPSTREAM_ERROR'],
])('a bare %i means %s', (status, expected) => {
  expect(classifyFailure(answer(status), orderId)).toBe(expected)
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

it.each([
  ['The order id is invalid.', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['Invalid AmazonOrderId', 'ORDER_NOT_FOUND_FOR_TENANT'],
  [`No data for ${orderId}`, 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['Invalid value for includedData: FULFILLMENT', 'UPSTREAM_ERROR'],
  ['Invalid Input', 'UPSTREAM_ERROR'],
  ['Invalid border identity', 'UPSTREAM_ERROR'],
])('400 with %j means %s', (message, expected) => {
  expect(classifyFailure(errorAnswer(400, { code: 'InvalidInput', message }), orderId)).toBe(expected)
})

it.each([403, 404])('a web page with status %i says nothing about the order or the seller', (status) => {
  expect(classifyFailure(answer(status, { kind: 'unreadable' }), orderId)).toBe('UPSTREAM_ERROR')
})
