import { expect, it } from 'vitest'
import { parseFlight } from './flight.ts'

const onTheWay = { source: null, failure_code: null, retry_after_seconds: null, held: true }

it('is free without a row, and when its lease ran out', () => {
  expect(parseFlight(undefined)).toEqual({ state: 'free' })
  expect(parseFlight({ ...onTheWay, held: false })).toEqual({ state: 'free' })
})

it('flies while its lease holds', () => {
  expect(parseFlight(onTheWay)).toEqual({ state: 'flying' })
})

it.each(['amazon_spapi', 'stub', 'cache'])('has ended with the source %s', (source) => {
  expect(parseFlight({ ...onTheWay, held: false, source })).toEqual({ state: 'ended', end: { source } })
})

it('has ended with a failure, and how long to wait', () => {
  const row = { ...onTheWay, held: false, failure_code: 'RATE_LIMITED', retry_after_seconds: 7 }
  expect(parseFlight(row)).toEqual({ state: 'ended', end: { failure: 'RATE_LIMITED', retryAfterSeconds: 7 } })
})

it('has ended with INTERNAL where a newer release wrote a code of its own', () => {
  expect(parseFlight({ ...onTheWay, failure_code: 'OF_TOMORROW' })).toEqual({
    state: 'ended',
    end: { failure: 'INTERNAL', retryAfterSeconds: null },
  })
})
