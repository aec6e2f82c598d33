import type { StoredSecret } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { SecretCache } from './secret-cache.ts'
import type { VaultEvent } from './vault-event.ts'
import { VaultFailure } from './vault-failure.ts'

/** The secret with this value. */
function secretWith(k: number): StoredSecret {
  return { values: { k }, version: null }
}

type Answer = StoredSecret | null | VaultFailure | Promise<StoredSecret | null>

interface World {
  now: number
  loads: number
  readonly events: VaultEvent[]
}

const outage = new VaultFailure('sealed', 'HTTP 503')
const denied = new VaultFailure('denied', 'HTTP 403')

/** A cache whose loads return one answer after the other; the last answer repeats. */
function createCache(...answers: Answer[]) {
  const world: World = { now: 0, loads: 0, events: [] }
  const load = async (): Promise<StoredSecret | null> => {
    const answer = answers[Math.min(world.loads, answers.length - 1)] ?? null
    world.loads += 1
    if (answer instanceof VaultFailure) throw answer
    return answer
  }
  const cache = new SecretCache(
    { load, now: () => world.now, log: (event) => world.events.push(event) },
    { presentTtlMs: 300, missingTtlMs: 20, staleForMs: 100_000 },
  )
  return { cache, world }
}

describe('the secret cache', () => {
  it('asks again for an expired secret, and returns the rotated one', async () => {
    const { cache, world } = createCache(secretWith(1), secretWith(2))
    expect(await cache.get('a')).toEqual(secretWith(1))
    world.now = 299
    expect(await cache.get('a')).toEqual(secretWith(1))
    world.now = 300
    expect(await cache.get('a')).toEqual(secretWith(2))
    expect(world.loads).toBe(2)
  })

  it('asks again much sooner for a missing secret', async () => {
    const { cache, world } = createCache(null, secretWith(1))
    expect(await cache.get('a')).toBeNull()
    world.now = 19
    expect(await cache.get('a')).toBeNull()
    expect(world.loads).toBe(1)
    world.now = 20
    expect(await cache.get('a')).toEqual(secretWith(1))
  })

  it('loads a path once for concurrent callers, and each path on its own', async () => {
    const answer = Promise.withResolvers<StoredSecret>()
    const { cache, world } = createCache(answer.promise)
    const results = Promise.all([cache.get('a'), cache.get('a'), cache.get('b')])
    answer.resolve(secretWith(1))
    expect(await results).toEqual([secretWith(1), secretWith(1), secretWith(1)])
    expect(world.loads).toBe(2)
  })

  it('never caches a failure', async () => {
    const { cache, world } = createCache(outage, secretWith(1))
    await expect(cache.get('a')).rejects.toBe(outage)
    expect(await cache.get('a')).toEqual(secretWith(1))
    expect(world.events).toEqual([{ event: 'read_failed', path: 'a', failure: 'sealed', note: 'HTTP 503' }])
  })

  it('serves a known secret while Vault is away, asks every five seconds, and stops at the bound', async () => {
    const { cache, world } = createCache(secretWith(1), outage)
    await cache.get('a')
    world.now = 1_300
    expect(await cache.get('a')).toEqual(secretWith(1))
    expect(world.events.at(-1)).toEqual({ event: 'stale_served', path: 'a', expiredForSeconds: 1 })
    world.now += 4_999
    expect(await cache.get('a')).toEqual(secretWith(1))
    expect(world.loads).toBe(2)
    world.now += 1
    expect(await cache.get('a')).toEqual(secretWith(1))
    expect(world.loads).toBe(3)
    world.now = 100_299
    expect(await cache.get('a')).toEqual(secretWith(1))
    world.now = 100_300
    await expect(cache.get('a')).rejects.toBe(outage)
  })

  it('never serves a cached "missing" while Vault is away', async () => {
    const { cache, world } = createCache(null, outage)
    await cache.get('a')
    world.now = 20
    await expect(cache.get('a')).rejects.toBe(outage)
  })

  it('forgets a secret that Vault denies, also for an outage that follows', async () => {
    const { cache, world } = createCache(secretWith(1), denied, outage)
    await cache.get('a')
    world.now = 300
    await expect(cache.get('a')).rejects.toBe(denied)
    await expect(cache.get('a')).rejects.toBe(outage)
  })

  it('forgets a secret that Vault no longer has', async () => {
    const { cache, world } = createCache(secretWith(1), null, outage)
    await cache.get('a')
    world.now = 300
    expect(await cache.get('a')).toBeNull()
    world.now = 320
    await expect(cache.get('a')).rejects.toBe(outage)
  })

  it('holds ten thousand paths and evicts the oldest', async () => {
    const { cache, world } = createCache(null)
    for (let index = 0; index <= 10_000; index += 1) await cache.get(`tenant-${index}`)
    await cache.get('tenant-1')
    expect(world.loads).toBe(10_001)
    await cache.get('tenant-0')
    expect(world.loads).toBe(10_002)
  })
})

describe('a drop during a load', () => {
  it('leaves the result to those who wait for it, and does not store it', async () => {
    const old = Promise.withResolvers<StoredSecret>()
    const { cache, world } = createCache(old.promise, secretWith(2))
    const waiting = cache.get('a')
    cache.drop('a')
    expect(await cache.get('a')).toEqual(secretWith(2))
    old.resolve(secretWith(1))
    expect(await waiting).toEqual(secretWith(1))
    expect(await cache.get('a')).toEqual(secretWith(2))
    expect(world.loads).toBe(2)
  })

  it('does not store the result either when nobody asked again meanwhile', async () => {
    const old = Promise.withResolvers<StoredSecret>()
    const { cache, world } = createCache(secretWith(0), old.promise, secretWith(2))
    await cache.get('a')
    world.now = 300
    const waiting = cache.get('a')
    cache.drop('a')
    old.resolve(secretWith(1))
    expect(await waiting).toEqual(secretWith(1))
    expect(await cache.get('a')).toEqual(secretWith(2))
  })

  it('keeps the dropped secret from being served when the load then fails', async () => {
    const old = Promise.withResolvers<StoredSecret>()
    const { cache, world } = createCache(secretWith(0), old.promise, secretWith(2))
    await cache.get('a')
    world.now = 300
    const waiting = cache.get('a')
    cache.drop('a')
    old.reject(outage)
    await expect(waiting).rejects.toBe(outage)
    expect(world.events).toEqual([{ event: 'read_failed', path: 'a', failure: 'sealed', note: 'HTTP 503' }])
    expect(await cache.get('a')).toEqual(secretWith(2))
  })

  it('leaves the secret of a later load alone when the dropped one fails', async () => {
    const old = Promise.withResolvers<StoredSecret>()
    const { cache, world } = createCache(old.promise, secretWith(2))
    const waiting = cache.get('a')
    cache.drop('a')
    expect(await cache.get('a')).toEqual(secretWith(2))
    old.reject(denied)
    await expect(waiting).rejects.toBe(denied)
    expect(await cache.get('a')).toEqual(secretWith(2))
    expect(world.loads).toBe(2)
  })
})
