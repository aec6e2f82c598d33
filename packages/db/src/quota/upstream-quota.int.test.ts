import { DomainError, type QuotaGrant, type QuotaKey } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, test } from 'vitest'
import type { Door } from '../door/door.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTestDoor } from '../testing/open-test-door.ts'
import { createUpstreamQuota } from './upstream-quota.ts'

const key: QuotaKey = { application: 'app-1', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder' }
/** Refills so slowly that nothing to speak of flows back while a test runs: a token takes a hundred thousand seconds. */
const still = { ratePerSecond: 0.000_01, burst: 5 }
const now = { plan: still, reserved: 0, maxWaitMs: 0 }
const whenever = { plan: still, reserved: 0, maxWaitMs: Number.POSITIVE_INFINITY }

interface Fixture extends AsyncDisposable {
  readonly database: TestDatabase
  readonly door: Door
  /** Moves the clock on for every bucket by moving what was written back. */
  pass(seconds: number): Promise<void>
  row(): Promise<unknown>
}

async function openFixture(): Promise<Fixture> {
  const database = await migratedDatabase()
  const door = openTestDoor(database.runtimeUrl, { poolSize: 10, connectTimeoutMs: 5000 })
  return {
    database,
    door,
    pass: async (seconds) => {
      await database.superuserQuery(`UPDATE upstream_usage SET as_of = as_of - interval '${seconds} seconds'`)
    },
    row: async () => (await database.superuserQuery('SELECT *, xmin FROM upstream_usage'))[0],
    [Symbol.asyncDispose]: async () => {
      await door.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

async function refusalOf(work: Promise<unknown>): Promise<DomainError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (!DomainError.is(outcome)) throw new Error('the take was not refused', { cause: outcome })
  expect(outcome.code).toBe('RATE_LIMITED')
  return outcome
}

const thousandSeconds = ({ retryAfterSeconds = 0 }: DomainError) => Math.round(retryAfterSeconds / 1000)

/** In thousands of seconds, the shortest first. */
function waitsOf(grants: readonly QuotaGrant[]): readonly number[] {
  return grants.map(({ waitMs }) => Math.round(waitMs / 1_000_000)).toSorted((a, b) => a - b)
}

describe('a take', () => {
  test('of a hundred at once from ten connections: the burst goes at once, the rest one interval apart', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    const request = { ...whenever, plan: { ...still, burst: 30 } }
    const started = performance.now()
    const grants = await Promise.all(Array.from({ length: 100 }, () => quota.take(key, request)))
    process.stdout.write(`100 takes of one bucket, 10 connections: ${(performance.now() - started).toFixed(0)} ms\n`)
    const atOnce = Array.from({ length: 30 }, () => 0)
    const due = Array.from({ length: 70 }, (_, index) => (index + 1) * 100)
    expect(waitsOf(grants)).toEqual([...atOnce, ...due])
  })

  test('gives a burst less the safety at once, and keeps to the rate after that', async () => {
    await using fixture = await openFixture()
    const halfAToken = 50_000_000
    const quota = createUpstreamQuota(fixture.door.withoutTenant, halfAToken)
    const grants = await Promise.all(Array.from({ length: 7 }, () => quota.take(key, whenever)))
    expect(waitsOf(grants)).toEqual([0, 0, 0, 0, 50, 150, 250])
  })

  test('that would wait longer than it can is refused with the wait, and changes nothing', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    for (let taken = 0; taken < still.burst; taken += 1) {
      expect(await quota.take(key, now)).toEqual({ waitMs: 0, ratePerSecond: still.ratePerSecond })
    }
    const before = await fixture.row()
    const refusals = await Promise.all(Array.from({ length: 20 }, () => refusalOf(quota.take(key, now))))
    for (const refusal of refusals) expect(thousandSeconds(refusal)).toBe(100)
    expect(await fixture.row()).toEqual(before)
  })

  test('is free again one interval later, and the whole burst after a long pause', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    const takeAll = async () => {
      let taken = 0
      while (
        await quota.take(key, now).then(
          () => true,
          () => false,
        )
      ) {
        taken += 1
      }
      return taken
    }
    expect(await takeAll()).toBe(5)
    await fixture.pass(100_000)
    expect(await takeAll()).toBe(1)
    await fixture.pass(10_000_000)
    expect(await takeAll()).toBe(5)
  })

  test('of another application, seller, region or operation finds a bucket of its own', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    const one = { plan: { ...still, burst: 1 }, reserved: 0, maxWaitMs: 0 }
    await quota.take(key, one)
    await refusalOf(quota.take(key, one))
    const others = [{ application: 'app-2' }, { sellerId: 'A2' }, { region: 'us-east-1' }, { operation: 'other' }]
    for (const other of others) expect((await quota.take({ ...key, ...other }, one)).waitMs).toBe(0)
  })

  test('that leaves tokens for others takes none of those, and never one of the future', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    const bulk = { ...whenever, reserved: 3 }
    await quota.take(key, bulk)
    await quota.take(key, bulk)
    expect(thousandSeconds(await refusalOf(quota.take(key, bulk)))).toBe(100)
    for (let left = 3; left > 0; left -= 1) await quota.take(key, now)
    await refusalOf(quota.take(key, now))
  })

  test('goes by the clock of the database, whatever this process believes', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    await quota.take(key, now)
    const [row] = await fixture.database.superuserQuery(
      "SELECT as_of BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp() AS recent FROM upstream_usage",
    )
    expect(row).toEqual({ recent: true })
    // A row from the future, as after a clock that was set back: nothing flows back, and nothing is lost.
    await fixture.pass(-3600)
    expect((await quota.take(key, now)).waitMs).toBe(0)
    expect(await fixture.row()).toMatchObject({ used: expect.closeTo(2, 2) })
  })
})

describe('a rate that is learned', () => {
  test('counts from then on, and what is missing stays missing', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    for (let taken = 0; taken < still.burst; taken += 1) await quota.take(key, now)
    await quota.learn(key, still, 0.000_02)
    const faster = await quota.take(key, whenever)
    expect(faster.ratePerSecond).toBe(0.000_02)
    expect(Math.round(faster.waitMs / 1_000_000)).toBe(50)
    await quota.learn(key, still, 0.000_001)
    const slower = await quota.take(key, whenever)
    expect(Math.round(slower.waitMs / 1_000_000)).toBe(2000)
  })

  test('that is known already writes nothing', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    await quota.take(key, now)
    const before = await fixture.row()
    await quota.learn(key, still, still.ratePerSecond)
    expect(await fixture.row()).toEqual(before)
  })
})

describe('a bucket that backs off', () => {
  test.each([true, false])('gives its next token no sooner (it was used before: %s)', async (used) => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    if (used) await quota.take(key, now)
    await quota.backOff(key, still, 300_000_000)
    expect(thousandSeconds(await refusalOf(quota.take(key, now)))).toBe(300)
    await fixture.pass(300_000)
    expect((await quota.take(key, now)).waitMs).toBe(0)
    await refusalOf(quota.take(key, now))
  })

  test('that is emptier already stays as it is', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.door.withoutTenant, 0)
    for (let taken = 0; taken < 10; taken += 1) await quota.take(key, whenever)
    await quota.backOff(key, still, 100_000_000)
    expect(thousandSeconds(await refusalOf(quota.take(key, now)))).toBe(600)
  })
})

test('a quota whose database is away says so', async () => {
  const gone = openTestDoor('postgres://nobody@127.0.0.1:1/none', { statementTimeoutMs: 500, connectTimeoutMs: 500 })
  const failure = await createUpstreamQuota(gone.withoutTenant)
    .take(key, now)
    .catch((error: unknown) => error)
  await gone.close()
  expect(failure).toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})
