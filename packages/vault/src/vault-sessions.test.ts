import { describe, expect, it } from 'vitest'
import type { VaultAnswer } from './vault-answer.ts'
import type { VaultClient } from './vault-client.ts'
import type { VaultEvent } from './vault-event.ts'
import { VaultSessions } from './vault-sessions.ts'

interface World {
  now: number
  logins: number
  renewals: number
  timers: { readonly run: () => void; readonly delayMs: number }[]
  readonly events: VaultEvent[]
}

const unused = (): Promise<VaultAnswer> => Promise.reject(new Error('not in this test'))

/** Sessions with a timer that the test runs, and a Vault that renews tokens for an hour. */
function openSessions(ttlMs: number, method: 'token' | 'approle' = 'token') {
  const world: World = { now: 0, logins: 0, renewals: 0, timers: [], events: [] }
  const renewed: VaultAnswer = { status: 200, body: { auth: { lease_duration: 3600, renewable: true } } }
  const client: VaultClient = {
    read: unused,
    write: unused,
    lookUpToken: unused,
    renewToken: async () => {
      world.renewals += 1
      return renewed
    },
    logInByAppRole: unused,
    logInByKubernetes: unused,
    health: unused,
  }
  const sessions = new VaultSessions(method, {
    logIn: async () => {
      world.logins += 1
      return { client, lease: { ttlMs, renewable: true } }
    },
    now: () => world.now,
    log: (event) => world.events.push(event),
    schedule: (run, delayMs) => {
      const timer = { run, delayMs }
      world.timers.push(timer)
      return () => {
        world.timers = world.timers.filter((other) => other !== timer)
      }
    },
  })
  return { sessions, world }
}

describe('a session without reads', () => {
  it('is renewed by its timer at two thirds of its life, and scheduled again', async () => {
    const { sessions, world } = openSessions(3_600_000)
    await sessions.current()
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([2_400_000])
    world.now = 2_400_000
    world.timers[0]?.run()
    await sessions.current()
    expect(world.renewals).toBe(1)
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([2_400_000])
  })

  it('is scheduled again when its timer fires early', async () => {
    const { sessions, world } = openSessions(90 * 86_400_000)
    await sessions.current()
    world.now = 24 * 86_400_000
    world.timers[0]?.run()
    await sessions.current()
    expect(world.renewals).toBe(0)
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([36 * 86_400_000])
  })

  it('has no timer once closed', async () => {
    const { sessions, world } = openSessions(3_600_000)
    await sessions.current()
    sessions.close()
    expect(world.timers).toEqual([])
    world.now = 2_400_000
    await sessions.current()
    expect(world.timers).toEqual([])
  })
})

it('a denied read of a replaced session uses the newer session without a login', async () => {
  const { sessions, world } = openSessions(3_600_000, 'approle')
  const first = await sessions.current()
  world.now = 60_000
  const second = await sessions.afterDenial(first)
  expect(second).not.toBe(first)
  expect(await sessions.afterDenial(first)).toBe(second)
  expect(world.logins).toBe(2)
})
