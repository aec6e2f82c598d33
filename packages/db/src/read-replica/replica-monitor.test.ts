import { describe, expect, it } from 'vitest'
import { createReplicaMonitor, type ReplicaStatus } from './replica-monitor.ts'

/** A primary and a replica whose positions a test sets, on a clock that it moves. */
function fixture() {
  const world = { clock: 0, primary: 100n, replica: 100n, replicaOf: 'ours', isReplica: true, faults: [] as string[] }
  const away = { primary: false, replica: false }
  const changes: ReplicaStatus['state'][] = []
  const monitor = createReplicaMonitor(
    {
      primary: async () => {
        if (away.primary) throw new Error('away')
        return { identity: 'ours', isReplica: false, position: world.primary }
      },
      replica: async () => {
        if (away.replica) throw new Error('away')
        return { identity: world.replicaOf, isReplica: world.isReplica, position: world.replica }
      },
      checkRole: async () => world.faults,
      clock: () => world.clock,
      onChange: ({ state }) => changes.push(state),
    },
    5000,
  )
  const checkAt = (moment: number) => {
    world.clock = moment
    return monitor.check()
  }
  return { world, away, changes, monitor, checkAt }
}

describe('a replica', () => {
  it('is not used before it was checked', () => {
    const { monitor } = fixture()
    expect(monitor.status()).toMatchObject({ state: 'checking', lagMs: null })
    expect(monitor.completeUntil()).toBeNull()
  })

  it('that has replayed what the primary wrote has everything up to that moment', async () => {
    const { world, monitor, checkAt } = fixture()
    await checkAt(1000)
    world.clock = 1400
    expect(monitor.status()).toEqual({ state: 'in_use', lagMs: 400, reason: null })
    expect(monitor.completeUntil()).toBe(1000)
  })

  it('of an idle primary never lags', async () => {
    const { monitor, checkAt } = fixture()
    for (let second = 0; second < 60; second += 1) await checkAt(second * 1000)
    expect(monitor.status()).toMatchObject({ state: 'in_use', lagMs: 0 })
  })

  it('that is behind is as old as the newest position that it has reached', async () => {
    const { world, monitor, checkAt } = fixture()
    await checkAt(0)
    for (const second of [1, 2, 3]) {
      world.primary = 100n + BigInt(second)
      await checkAt(second * 1000)
    }
    expect(monitor.status()).toMatchObject({ state: 'in_use', lagMs: 3000 })
    world.replica = 102n
    await checkAt(4000)
    expect(monitor.completeUntil()).toBe(2000)
  })

  it('beyond the limit is left out at once, also between two checks, and comes back when it has caught up', async () => {
    const { world, monitor, checkAt, changes } = fixture()
    await checkAt(0)
    world.primary = 200n
    world.clock = 5001
    expect(monitor.completeUntil()).toBeNull()
    await checkAt(5100)
    expect(monitor.status().reason).toBe('it may be more than 5000 ms behind the primary')
    world.replica = 200n
    await checkAt(6000)
    expect(monitor.completeUntil()).toBe(6000)
    expect(changes).toEqual(['in_use', 'lagging', 'in_use'])
  })

  it('is left out when the primary can’t say for too long how far it is', async () => {
    const { away, monitor, checkAt } = fixture()
    await checkAt(0)
    away.primary = true
    await checkAt(4000)
    expect(monitor.status()).toMatchObject({ state: 'in_use', lagMs: 4000 })
    await checkAt(6000)
    expect(monitor.status()).toMatchObject({ state: 'lagging', lagMs: 6000 })
  })

  it('that does not answer is left out until it does', async () => {
    const { away, monitor, checkAt, changes } = fixture()
    await checkAt(0)
    away.replica = true
    await checkAt(1000)
    expect(monitor.completeUntil()).toBeNull()
    away.replica = false
    await checkAt(2000)
    expect(monitor.completeUntil()).toBe(2000)
    expect(changes).toEqual(['in_use', 'away', 'in_use'])
  })

  it('that failed a read is left out until the next check', async () => {
    const { monitor, checkAt } = fixture()
    await checkAt(0)
    monitor.reportFailure()
    expect(monitor.status()).toMatchObject({ state: 'away', reason: 'a read from it failed' })
    await checkAt(1000)
    expect(monitor.status().state).toBe('in_use')
  })

  it.each([
    ['of another database', { replicaOf: 'theirs' }, 'it is a replica of another database'],
    ['that is a primary', { isReplica: false }, 'the server is no replica: DATABASE_READ_URL must lead to one'],
    ['whose role sees too much', { faults: ['The role is a superuser.'] }, 'The role is a superuser.'],
  ])('%s is never used', async (_name, change, reason) => {
    const { world, monitor, checkAt } = fixture()
    Object.assign(world, change)
    await checkAt(0)
    expect(monitor.status()).toMatchObject({ state: 'unfit', reason })
    expect(monitor.completeUntil()).toBeNull()
  })

  it('is not asked to trust a position of a time before the primary could be asked', async () => {
    const { away, monitor, checkAt } = fixture()
    away.primary = true
    await checkAt(0)
    expect(monitor.status()).toMatchObject({ state: 'lagging', lagMs: null })
  })
})
