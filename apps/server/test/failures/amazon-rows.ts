import type { AmazonFault } from '@orderport/amazon-simulator'
import { shortDeadline, type Expected, type FailureRow } from './failure-row.ts'

const notFound: Expected = [404, 'ORDER_NOT_FOUND_FOR_TENANT']
const failed: Expected = [502, 'UPSTREAM_ERROR']
const forbidden: Expected = [502, 'UPSTREAM_FORBIDDEN']

const deepPayload = `{"payload":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
const megabyte = 1024 * 1024

function answer(status: number, body?: unknown): AmazonFault {
  return { kind: 'answer', status, body }
}

function invalidInput(message: string): AmazonFault {
  return answer(400, { errors: [{ code: 'InvalidInput', message }] })
}

function row(name: string, fault: AmazonFault, expected: Expected): FailureRow {
  return {
    name: `getOrder: ${name}`,
    expected,
    ofOneOrder: true,
    inject: ({ amazon }) => amazon.faults.push({ operation: 'getOrder', fault, times: Infinity }),
  }
}

/** A 429 empties our bucket for as long as Amazon says; healing skips that time. */
function throttled(name: string, fault: AmazonFault, retryAfter: number): FailureRow {
  return {
    ...row(name, fault, [429, 'RATE_LIMITED']),
    retryAfter,
    heal: async ({ database }) => {
      await database.superuserQuery('DELETE FROM upstream_usage')
    },
  }
}

/** Every way in which getOrder can fail. */
export const amazonRows: readonly FailureRow[] = [
  row('404', answer(404, { errors: [{ code: 'NotFound', message: '' }] }), notFound),
  row('200 without a body', { kind: 'empty' }, failed),
  row('an empty 200', answer(200, {}), notFound),
  row('200 with an empty payload', answer(200, { payload: {} }), notFound),
  row('200 without an order', answer(200, { order: null }), notFound),
  row('another order', { kind: 'other-order' }, notFound),
  row('400 about the order id', invalidInput('The order id is invalid.'), notFound),
  row('400 about anything else', invalidInput('Invalid Input'), failed),
  row('403 for a stale token, also when it is new', { kind: 'forbidden', reason: 'expired-token' }, forbidden),
  row('403 for our own expired secret', { kind: 'forbidden', reason: 'expired-secret' }, [
    503,
    'APP_CREDENTIALS_INVALID',
  ]),
  row('403 without details', { kind: 'forbidden', reason: 'no-details' }, forbidden),
  row('403 for a missing role', { kind: 'forbidden', reason: 'access-denied' }, forbidden),
  row('403 that is a web page', answer(403, '<!doctype html>'), failed),
  row('413', { kind: 'too-large' }, failed),
  row('415', answer(415), failed),
  { ...throttled('429', { kind: 'throttled' }, 2), isSlow: true },
  throttled('429 with a rate', { kind: 'throttled', rateLimit: '0.0167' }, 60),
  row('500', { kind: 'internal-failure' }, failed),
  row('503', { kind: 'unavailable' }, failed),
  { ...row('hang', { kind: 'hang' }, [504, 'UPSTREAM_TIMEOUT']), isSlow: true, prepare: shortDeadline },
  row('reset', { kind: 'reset' }, failed),
  row('half an answer', { kind: 'truncated' }, failed),
  row('a web page', { kind: 'html' }, failed),
  row('200 with errors', answer(200, { errors: [{ code: 'InternalFailure' }] }), failed),
  row('an order nested 100,000 deep', { kind: 'answer', status: 200, body: deepPayload }, failed),
  row('50 MB', { kind: 'huge', bytes: 50 * megabyte }, failed),
  row('a gzip bomb', { kind: 'gzip-bomb', bytes: 1024 * megabyte }, failed),
  row('a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/stolen' }, failed),
]
