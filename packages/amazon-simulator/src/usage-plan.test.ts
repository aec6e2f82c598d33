import { expect, it } from 'vitest'
import { manualClock } from './testing/open-shop.ts'
import { TokenBuckets } from './usage-plan.ts'

function takeAll(buckets: TokenBuckets, seller: string): number {
  let taken = 0
  while (taken < 1000 && buckets.take(seller, 'getOrder')) taken += 1
  return taken
}

it('a full bucket gives the burst, then one request every two seconds', () => {
  const clock = manualClock()
  const buckets = new TokenBuckets(clock.now)
  expect(takeAll(buckets, 'A')).toBe(30)
  clock.advance(1999)
  expect(buckets.take('A', 'getOrder')).toBe(false)
  clock.advance(1)
  expect(takeAll(buckets, 'A')).toBe(1)
  clock.advance(60_000)
  expect(takeAll(buckets, 'A')).toBe(30)
})

it('a long pause fills the bucket no further than the burst', () => {
  const clock = manualClock()
  const buckets = new TokenBuckets(clock.now)
  expect(takeAll(buckets, 'A')).toBe(30)
  clock.advance(86_400_000)
  expect(takeAll(buckets, 'A')).toBe(30)
})

it('sellers and operations have buckets of their own', () => {
  const buckets = new TokenBuckets(manualClock().now)
  takeAll(buckets, 'A')
  expect(buckets.take('B', 'getOrder')).toBe(true)
  expect(buckets.take('A', 'v0.getOrder')).toBe(true)
})

it('the published plans can be scaled, and a burst stays at least one request', () => {
  const buckets = new TokenBuckets(manualClock().now)
  buckets.scale(2)
  expect(takeAll(buckets, 'A')).toBe(60)
  expect(buckets.rateOf('getOrder')).toBe('1')
  buckets.scale(0.001)
  expect(takeAll(buckets, 'A')).toBe(1)
  expect(buckets.rateOf('getOrder')).toBe('0.0005')
  buckets.reset()
  expect(takeAll(buckets, 'A')).toBe(30)
  expect(() => buckets.scale(0)).toThrow('above 0')
})

it('a plan can be overridden, switched off and reset', () => {
  const buckets = new TokenBuckets(manualClock().now)
  buckets.override('getOrder', { rate: 7, burst: 2 })
  expect(takeAll(buckets, 'A')).toBe(2)
  expect(buckets.rateOf('getOrder')).toBe('7')
  buckets.switchOff()
  expect(takeAll(buckets, 'A')).toBe(1000)
  buckets.reset()
  expect(takeAll(buckets, 'A')).toBe(30)
  expect(buckets.rateOf('getOrder')).toBe('0.5')
})
