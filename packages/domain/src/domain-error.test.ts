import { expect, it } from 'vitest'
import { DomainError } from './domain-error.ts'
import { PageTokenExpired } from './page-token-expired.ts'

it.each([
  [{}, undefined],
  [{ retryAfterSeconds: 3 }, 3000],
  [{ retryAfterSeconds: 3, retryAfterMs: 2100 }, 2100],
])('an error with %o is worth another try in %o ms', (options, ms) => {
  expect(new DomainError('RATE_LIMITED', options).retryAfterMs).toBe(ms)
})

it('an expired page token is told from every failure', () => {
  const expired = new PageTokenExpired('searchOrders answered 400')
  expect(PageTokenExpired.is(expired)).toBe(true)
  expect(DomainError.is(expired)).toBe(false)
  expect(PageTokenExpired.is(new DomainError('UPSTREAM_ERROR'))).toBe(false)
  expect(PageTokenExpired.is(null)).toBe(false)
})
