import { expect, it } from 'vitest'
import { parseLease } from './lease-row.ts'

const running = { source: null, failure_code: null, retry_after_seconds: null, held: true }

it('is free without a row, and once it has expired', () => {
  expect(parseLease(undefined)).toEqual({ state: 'free' })
  expect(parseLease({ ...running, held: false })).toEqual({ state: 'free' })
})

it('is held until it expires', () => {
  expect(parseLease(running)).toEqual({ state: 'held' })
})

it.each(['amazon_spapi', 'stub', 'cache'])('has ended with the source %s', (source) => {
  expect(parseLease({ ...running, held: false, source })).toEqual({ state: 'ended', outcome: { source } })
})

it('has ended with a failure and its Retry-After', () => {
  const row = { ...running, held: false, failure_code: 'RATE_LIMITED', retry_after_seconds: 7 }
  expect(parseLease(row)).toEqual({
    state: 'ended',
    outcome: { failure: 'RATE_LIMITED', retryAfterSeconds: 7 },
  })
})

it('has ended with INTERNAL when a newer release wrote a code that this one does not know', () => {
  expect(parseLease({ ...running, failure_code: 'OF_TOMORROW' })).toEqual({
    state: 'ended',
    outcome: { failure: 'INTERNAL', retryAfterSeconds: null },
  })
})
