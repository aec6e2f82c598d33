import { type CallPriority, DomainError, type OrderWindow } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { connectSeller, connectTenant, type ConnectedSeller } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrderId } from '../testing/sample-order.ts'

const february: OrderWindow = { by: 'created', from: '2026-02-01T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z' }

/** Fetches the order with all the time in the world. */
async function fetchOrder(shop: ConnectedSeller, priority: CallPriority) {
  const client = await connectTenant(shop.connector)
  return client.fetch(sampleOrderId, { ...noDeadline, endsAt: shop.clock.now + 86_400_000 }, { priority })
}

describe('background calls', () => {
  it('leave four fifths of the burst to interactive ones, and never wait', async () => {
    await using shop = await connectSeller()
    for (let calls = 0; calls < 6; calls += 1) await fetchOrder(shop, 'background')
    const refused = await expectFailure(fetchOrder(shop, 'background'))
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2, retryAfterMs: 2000 })
    for (let calls = 0; calls < 24; calls += 1) await fetchOrder(shop, 'interactive')
    const later = await expectFailure(fetchOrder(shop, 'background'))
    expect(later, 'the interactive share fills first').toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 50_000 })
    expect(shop.amazon.requestLog.throttled('getOrder')).toEqual({ byFault: 0, byBucket: 0 })
  })

  it('that go on when they are told use all that the plan gives, without a 429', async () => {
    await using shop = await connectSeller()
    for (let calls = 0; calls < 6; calls += 1) await fetchOrder(shop, 'background')
    const started = shop.clock.now
    for (let calls = 0; calls < 300; calls += 1) {
      const { retryAfterMs = 0 } = await expectFailure(fetchOrder(shop, 'background'))
      shop.clock.now += retryAfterMs
      await fetchOrder(shop, 'background')
    }
    const allowed = ((shop.clock.now - started) / 1000) * 0.5
    expect(300 / allowed).toBeGreaterThanOrEqual(0.98)
    expect(shop.amazon.requestLog.throttled('getOrder')).toEqual({ byFault: 0, byBucket: 0 })
  })

  it('never make an interactive call wait while the bucket holds what they leave', async () => {
    await using shop = await connectSeller()
    let clicks = 0
    const started = shop.clock.now
    for (let calls = 0; calls < 300; calls += 1) {
      const refusal = await fetchOrder(shop, 'background').then(
        () => null,
        (error: unknown) => error,
      )
      if (DomainError.is(refusal)) shop.clock.now += refusal.retryAfterMs ?? 0
      // An agent opens five orders at once, now and then. A deadline that leaves no time to wait refuses whoever must.
      if (calls % 60 !== 59) continue
      const client = await connectTenant(shop.connector)
      const deadline = { ...noDeadline, endsAt: shop.clock.now }
      for (let orders = 0; orders < 5; orders += 1) await client.fetch(sampleOrderId, deadline)
      clicks += 5
    }
    const used = shop.amazon.requestLog.count('getOrder')
    const allowed = 30 + ((shop.clock.now - started) / 1000) * 0.5
    expect(clicks).toBe(25)
    // What is left is the reserve that the last clicks took from.
    expect(used).toBeGreaterThanOrEqual((allowed - 24) * 0.98)
    expect(shop.amazon.requestLog.throttled('getOrder')).toEqual({ byFault: 0, byBucket: 0 })
  })

  it('lose no more than what Amazon throttles against its own plan', async () => {
    await using shop = await connectSeller()
    shop.amazon.setAccessTokenSeconds(1_000_000)
    for (let calls = 0; calls < 6; calls += 1) await fetchOrder(shop, 'background')
    shop.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'throttled' }, ratio: 0.02, seed: 5 })
    const started = shop.clock.now
    let fetched = 0
    while (fetched < 300) {
      const refusal = await fetchOrder(shop, 'background').then(
        () => null,
        (error: unknown) => error,
      )
      if (refusal === null) fetched += 1
      else if (DomainError.is(refusal) && refusal.code === 'RATE_LIMITED') shop.clock.now += refusal.retryAfterMs ?? 0
      else throw refusal
    }
    const { byFault, byBucket } = shop.amazon.requestLog.throttled('getOrder')
    expect(byFault).toBeGreaterThan(2)
    expect(byBucket).toBe(0)
    const allowed = ((shop.clock.now - started) / 1000) * 0.5
    expect((fetched + byFault) / allowed).toBeGreaterThanOrEqual(0.98)
  })

  it('for a list have a bucket of their own, as Amazon publishes it', async () => {
    await using shop = await connectSeller()
    const client = await connectTenant(shop.connector)
    for (let calls = 0; calls < 16; calls += 1) await client.listOrders(february, null, noDeadline)
    const refused = await expectFailure(client.listOrders(february, null, noDeadline))
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 179 })
    expect(refused.retryAfterMs).toBe(Math.ceil(1000 / 0.0056))
    await fetchOrder(shop, 'background')
    const interactive = { priority: 'interactive' } as const
    for (let calls = 0; calls < 4; calls += 1) await client.listOrders(february, null, noDeadline, interactive)
    expect(shop.amazon.requestLog.throttled('searchOrders')).toEqual({ byFault: 0, byBucket: 0 })
  })

  it('for a list are not starved by a backfill, which leaves them tokens of its own', async () => {
    await using shop = await connectSeller()
    const client = await connectTenant(shop.connector)
    const backfill = () => client.listOrders(february, null, noDeadline, { priority: 'bulk' })
    for (let calls = 0; calls < 12; calls += 1) await backfill()
    expect((await expectFailure(backfill())).code).toBe('RATE_LIMITED')
    for (let calls = 0; calls < 4; calls += 1) await client.listOrders(february, null, noDeadline)
    expect((await expectFailure(client.listOrders(february, null, noDeadline))).code).toBe('RATE_LIMITED')
    // The sweeps' share fills first; then both go on.
    const { retryAfterMs = 0 } = await expectFailure(backfill())
    expect(retryAfterMs).toBe(Math.ceil(5000 / 0.0056))
    shop.clock.now += retryAfterMs
    await backfill()
    await client.listOrders(february, null, noDeadline)
  })

  it('for a list follow the rate that Amazon states', async () => {
    await using shop = await connectSeller()
    shop.amazon.usagePlans.override('searchOrders', { rate: 0.05, burst: 20 })
    const client = await connectTenant(shop.connector)
    for (let calls = 0; calls < 16; calls += 1) await client.listOrders(february, null, noDeadline)
    expect((await expectFailure(client.listOrders(february, null, noDeadline))).retryAfterMs).toBe(20_000)
  })

  it('are told by a 429 to wait for one interval of the plan', async () => {
    await using shop = await connectSeller()
    const client = await connectTenant(shop.connector)
    shop.amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'throttled' } })
    expect(await expectFailure(client.listOrders(february, null, noDeadline))).toMatchObject({ retryAfterSeconds: 179 })
    expect(shop.amazon.requestLog.count('searchOrders'), 'it is not tried again').toBe(1)
  })

  it('are tried again when Amazon fails for a moment', async () => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'unavailable' }, times: 2 })
    await fetchOrder(shop, 'background')
    expect(shop.amazon.requestLog.count('getOrder')).toBe(3)
  })
})

it('a connector says what its marketplace allows', async () => {
  await using shop = await connectSeller()
  await using old = await connectSeller('v0')
  const fetch = { ratePerSecond: 0.5, burst: 30 }
  expect(shop.connector.plans).toEqual({ fetch, listOrders: { ratePerSecond: 0.0056, burst: 20 }, pageSize: 100 })
  expect(old.connector.plans).toEqual({ fetch, listOrders: { ratePerSecond: 0.0167, burst: 20 }, pageSize: 100 })
})
