import type { Secret } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { SecretCache } from './secret-cache.ts'
import type { VaultEvent } from './vault-event.ts'
import { VaultFailure } from './vault-failure.ts'

type Answer = Secret | null | VaultFailure | Promise<Secret | null>

interface World {
  now: number
  asked: number
  readonly events: VaultEvent[]
}

const away = new VaultFailure('sealed', 'HTTP 503')
const denied = new VaultFailure('denied', 'HTTP 403')

/** A cache over answers that are given one by one; the last one stays. */
function open(...answers: Answer[]) {
  const world: World = { now: 0, asked: 0, events: [] }
  const cache = new SecretCache({
    load: async () => {
      const answer = answers[Math.min(world.asked, answers.length - 1)] ?? null
      world.asked += 1
      if (answer instanceof VaultFailure) throw answer
      return answer
    },
    now: () => world.now,
    log: (event) => world.events.push(event),
    presentTtlMs: 300,
    missingTtlMs: 20,
    staleForMs: 100_000,
  })
  return { cache, world }
}

describe('the memory of secrets', () => {
  it('asks again when a present secret is past its time, and then gives the rotated one', async () => {
    const { cache, world } = open({ k: 1 }, { k: 2 })
    expect(await cache.get('a')).toEqual({ k: 1 })
    world.now = 299
    expect(await cache.get('a')).toEqual({ k: 1 })
    world.now = 300
    expect(await cache.get('a')).toEqual({ k: 2 })
    expect(world.asked).toBe(2)
  })

  it('asks again much sooner for a missing secret', async () => {
    const { cache, world } = open(null, { k: 1 })
    expect(await cache.get('a')).toBeNull()
    world.now = 19
    expect(await cache.get('a')).toBeNull()
    expect(world.asked).toBe(1)
    world.now = 20
    expect(await cache.get('a')).toEqual({ k: 1 })
  })

  it('asks once for all who ask at the same time, and once for each path', async () => {
    const answer = Promise.withResolvers<Secret>()
    const { cache, world } = open(answer.promise)
    const asking = Promise.all([cache.get('a'), cache.get('a'), cache.get('b')])
    answer.resolve({ k: 1 })
    expect(await asking).toEqual([{ k: 1 }, { k: 1 }, { k: 1 }])
    expect(world.asked).toBe(2)
  })

  it('never remembers a failure', async () => {
    const { cache, world } = open(away, { k: 1 })
    await expect(cache.get('a')).rejects.toBe(away)
    expect(await cache.get('a')).toEqual({ k: 1 })
    expect(world.events).toEqual([{ event: 'read_failed', path: 'a', failure: 'sealed', note: 'HTTP 503' }])
  })

  it('serves a known secret while Vault is away, asks every five seconds, and stops at the bound', async () => {
    const { cache, world } = open({ k: 1 }, away)
    await cache.get('a')
    world.now = 1_300
    expect(await cache.get('a')).toEqual({ k: 1 })
    expect(world.events.at(-1)).toEqual({ event: 'stale_served', path: 'a', expiredForSeconds: 1 })
    world.now += 4_999
    expect(await cache.get('a')).toEqual({ k: 1 })
    expect(world.asked).toBe(2)
    world.now += 1
    expect(await cache.get('a')).toEqual({ k: 1 })
    expect(world.asked).toBe(3)
    world.now = 100_299
    expect(await cache.get('a')).toEqual({ k: 1 })
    world.now = 100_300
    await expect(cache.get('a')).rejects.toBe(away)
  })

  it('never turns a known "missing" into an answer while Vault is away', async () => {
    const { cache, world } = open(null, away)
    await cache.get('a')
    world.now = 20
    await expect(cache.get('a')).rejects.toBe(away)
  })

  it('forgets a secret that Vault denies: it does not come back when Vault then goes away', async () => {
    const { cache, world } = open({ k: 1 }, denied, away)
    await cache.get('a')
    world.now = 300
    await expect(cache.get('a')).rejects.toBe(denied)
    await expect(cache.get('a')).rejects.toBe(away)
  })

  it('forgets a secret that Vault no longer has', async () => {
    const { cache, world } = open({ k: 1 }, null, away)
    await cache.get('a')
    world.now = 300
    expect(await cache.get('a')).toBeNull()
    world.now = 320
    await expect(cache.get('a')).rejects.toBe(away)
  })

  it('drops a path together with the answer that is under way to it', async () => {
    const old = Promise.withResolvers<Secret>()
    const { cache, world } = open(old.promise, { k: 2 })
    const asking = cache.get('a')
    cache.drop('a')
    expect(await cache.get('a')).toEqual({ k: 2 })
    old.resolve({ k: 1 })
    expect(await asking).toEqual({ k: 1 })
    expect(await cache.get('a')).toEqual({ k: 2 })
    expect(world.asked).toBe(2)
  })

  it('holds ten thousand paths and lets the oldest go', async () => {
    const { cache, world } = open(null)
    for (let index = 0; index <= 10_000; index += 1) await cache.get(`tenant-${index}`)
    await cache.get('tenant-1')
    expect(world.asked).toBe(10_001)
    await cache.get('tenant-0')
    expect(world.asked).toBe(10_002)
  })
})
