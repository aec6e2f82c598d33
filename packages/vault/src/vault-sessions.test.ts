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

/** Sessions whose timer is run by hand, over a Vault that renews for an hour. */
function open(ttlMs: number, method: 'token' | 'approle' = 'token') {
  const world: World = { now: 0, logins: 0, renewals: 0, timers: [], events: [] }
  const renewed: VaultAnswer = { status: 200, body: { auth: { lease_duration: 3600, renewable: true } } }
  const client: VaultClient = {
    read: unused,
    lookUpToken: unused,
    renewToken: async () => {
      world.renewals += 1
      return renewed
    },
    logInByAppRole: unused,
    logInByKubernetes: unused,
    health: unused,
  }
  const sessions = new VaultSessions({
    method,
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

describe('a session that nobody uses', () => {
  it('is renewed by its timer at two thirds, and gets the next one', async () => {
    const { sessions, world } = open(3_600_000)
    await sessions.current()
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([2_400_000])
    world.now = 2_400_000
    world.timers[0]?.run()
    await sessions.current()
    expect(world.renewals).toBe(1)
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([2_400_000])
  })

  it('waits on when its timer comes early', async () => {
    const { sessions, world } = open(90 * 86_400_000)
    await sessions.current()
    world.now = 24 * 86_400_000
    world.timers[0]?.run()
    await sessions.current()
    expect(world.renewals).toBe(0)
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([36 * 86_400_000])
  })

  it('has no timer once closed', async () => {
    const { sessions, world } = open(3_600_000)
    await sessions.current()
    sessions.close()
    expect(world.timers).toEqual([])
    world.now = 2_400_000
    await sessions.current()
    expect(world.timers).toEqual([])
  })
})

it('a denial of a session that was replaced meanwhile leads to the newer one, without a login', async () => {
  const { sessions, world } = open(3_600_000, 'approle')
  const first = await sessions.current()
  world.now = 60_000
  const second = await sessions.replace(first)
  expect(second).not.toBe(first)
  expect(await sessions.replace(first)).toBe(second)
  expect(world.logins).toBe(2)
})
