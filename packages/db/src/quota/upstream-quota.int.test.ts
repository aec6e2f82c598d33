import { DomainError, type QuotaGrant, type QuotaKey } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it, vi } from 'vitest'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { createUpstreamQuota } from './upstream-quota.ts'

const key: QuotaKey = { application: 'app-1', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder' }
/** Refills one token in 100,000 seconds: practically none while a test runs. */
const slowPlan = { ratePerSecond: 0.000_01, burst: 5 }
const immediate = { plan: slowPlan, reserved: 0, maxWaitMs: 0 }
const unlimited = { plan: slowPlan, reserved: 0, maxWaitMs: Number.POSITIVE_INFINITY }

interface Fixture extends AsyncDisposable {
  readonly database: TestDatabase
  readonly tenantDatabase: TenantDatabase
  /** Lets time pass for every bucket, by dating its row back. */
  pass(seconds: number): Promise<void>
  row(): Promise<unknown>
}

async function openFixture(): Promise<Fixture> {
  const database = await migratedDatabase()
  const tenantDatabase = openTenantDatabase(database.runtimeUrl, { poolSize: 10, connectTimeoutMs: 5000 })
  return {
    database,
    tenantDatabase,
    pass: async (seconds) => {
      await database.superuserQuery(`UPDATE upstream_usage SET as_of = as_of - interval '${seconds} seconds'`)
    },
    row: async () => (await database.superuserQuery('SELECT *, xmin FROM upstream_usage'))[0],
    [Symbol.asyncDispose]: async () => {
      await tenantDatabase.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

async function expectRateLimited(work: Promise<unknown>): Promise<DomainError> {
  const failure = await expectFailure(work)
  if (!DomainError.is(failure)) throw failure
  expect(failure.code).toBe('RATE_LIMITED')
  return failure
}

const thousandSeconds = ({ retryAfterSeconds = 0 }: DomainError) => Math.round(retryAfterSeconds / 1000)

/** Returns the waits in thousands of seconds, the shortest first. */
function waitsOf(grants: readonly QuotaGrant[]): readonly number[] {
  return grants.map(({ waitMs }) => Math.round(waitMs / 1_000_000)).toSorted((a, b) => a - b)
}

describe('a take', () => {
  it('of a hundred at once over ten connections grants the burst at once, the rest one interval apart', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    const request = { ...unlimited, plan: { ...slowPlan, burst: 30 } }
    const grants = await Promise.all(Array.from({ length: 100 }, () => quota.take(key, request)))
    const atOnce = Array.from({ length: 30 }, () => 0)
    const due = Array.from({ length: 70 }, (_, index) => (index + 1) * 100)
    expect(waitsOf(grants)).toEqual([...atOnce, ...due])
  })

  it('grants the burst less the safety at once, and the rate after that', async () => {
    await using fixture = await openFixture()
    const halfAToken = 50_000_000
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, halfAToken)
    const grants = await Promise.all(Array.from({ length: 7 }, () => quota.take(key, unlimited)))
    expect(waitsOf(grants)).toEqual([0, 0, 0, 0, 50, 150, 250])
  })

  it('that would wait too long is refused with the wait, and changes nothing', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    for (let taken = 0; taken < slowPlan.burst; taken += 1) {
      const { tokensLeft, ...grant } = await quota.take(key, immediate)
      expect(grant).toEqual({ waitMs: 0, ratePerSecond: slowPlan.ratePerSecond })
      expect(Math.round(tokensLeft)).toBe(slowPlan.burst - taken - 1)
    }
    const before = await fixture.row()
    const refusals = await Promise.all(Array.from({ length: 20 }, () => expectRateLimited(quota.take(key, immediate))))
    for (const refusal of refusals) expect(thousandSeconds(refusal)).toBe(100)
    expect(await fixture.row()).toEqual(before)
  })

  it('is granted again one interval later, and the whole burst after a long pause', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    const takeAll = async () => {
      let taken = 0
      while (
        await quota.take(key, immediate).then(
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

  it('of another application, seller, region or operation has a bucket of its own', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    const one = { plan: { ...slowPlan, burst: 1 }, reserved: 0, maxWaitMs: 0 }
    await quota.take(key, one)
    await expectRateLimited(quota.take(key, one))
    const others = [{ application: 'app-2' }, { sellerId: 'A2' }, { region: 'us-east-1' }, { operation: 'other' }]
    for (const other of others) expect((await quota.take({ ...key, ...other }, one)).waitMs).toBe(0)
  })

  it('that reserves tokens for others takes none of those, and never a future one', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    const bulk = { ...unlimited, reserved: 3 }
    await quota.take(key, bulk)
    expect(Math.round((await quota.take(key, bulk)).tokensLeft)).toBe(3)
    const refused = await expectRateLimited(quota.take(key, bulk))
    expect(thousandSeconds(refused)).toBe(100)
    expect(Math.ceil((refused.retryAfterMs ?? 0) / 1000), 'to the millisecond').toBe(refused.retryAfterSeconds)
    for (let left = 3; left > 0; left -= 1) await quota.take(key, immediate)
    await expectRateLimited(quota.take(key, immediate))
  })

  it('uses the clock of the database, whatever the clock of this process', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    await quota.take(key, immediate)
    const [row] = await fixture.database.superuserQuery(
      "SELECT as_of BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp() AS recent FROM upstream_usage",
    )
    expect(row).toEqual({ recent: true })
    // A row from the future, as after a clock that was set back: nothing flows back, and nothing is lost.
    await fixture.pass(-3600)
    expect((await quota.take(key, immediate)).waitMs).toBe(0)
    expect(await fixture.row()).toMatchObject({ used: expect.closeTo(2, 2) })
  })
})

describe('a learned rate', () => {
  it('applies from then on, and missing tokens stay missing', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    for (let taken = 0; taken < slowPlan.burst; taken += 1) await quota.take(key, immediate)
    await quota.learn(key, slowPlan, 0.000_02)
    const faster = await quota.take(key, unlimited)
    expect(faster.ratePerSecond).toBe(0.000_02)
    expect(Math.round(faster.waitMs / 1_000_000)).toBe(50)
    await quota.learn(key, slowPlan, 0.000_001)
    const slower = await quota.take(key, unlimited)
    expect(Math.round(slower.waitMs / 1_000_000)).toBe(2000)
  })

  it('that is already known writes nothing', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    await quota.take(key, immediate)
    const before = await fixture.row()
    await quota.learn(key, slowPlan, slowPlan.ratePerSecond)
    expect(await fixture.row()).toEqual(before)
  })
})

describe('a bucket that backs off', () => {
  it.each([true, false])('grants no token before that (it was used before: %s)', async (used) => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    if (used) await quota.take(key, immediate)
    await quota.backOff(key, slowPlan, 300_000_000)
    expect(thousandSeconds(await expectRateLimited(quota.take(key, immediate)))).toBe(300)
    await fixture.pass(300_000)
    expect((await quota.take(key, immediate)).waitMs).toBe(0)
    await expectRateLimited(quota.take(key, immediate))
  })

  it('that is already emptier does not change', async () => {
    await using fixture = await openFixture()
    const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0)
    for (let taken = 0; taken < 10; taken += 1) await quota.take(key, unlimited)
    await quota.backOff(key, slowPlan, 100_000_000)
    expect(thousandSeconds(await expectRateLimited(quota.take(key, immediate)))).toBe(600)
  })
})

it('a bucket that was not used for 90 days is forgotten by a take in a thousand', async () => {
  await using fixture = await openFixture()
  const random = { next: 0.5 }
  const quota = createUpstreamQuota(fixture.tenantDatabase.withoutTenant, 0, () => random.next)
  const sellers = async () => {
    const rows = await fixture.database.superuserQuery('SELECT seller_id FROM upstream_usage ORDER BY seller_id')
    return rows.map((row) => row['seller_id'])
  }
  await quota.take({ ...key, sellerId: 'gone' }, immediate)
  await fixture.pass(2 * 86_400)
  await quota.take({ ...key, sellerId: 'still here' }, immediate)
  await fixture.pass(89 * 86_400)
  await quota.take(key, immediate)
  expect(await sellers()).toEqual([key.sellerId, 'gone', 'still here'])
  random.next = 0.0005
  await quota.take(key, immediate)
  await vi.waitFor(async () => expect(await sellers()).toEqual([key.sellerId, 'still here']), 20_000)
})

it('a quota whose database is away throws DATABASE_UNAVAILABLE', async () => {
  const gone = openTenantDatabase('postgres://nobody@127.0.0.1:1/none', {
    statementTimeoutMs: 500,
    connectTimeoutMs: 500,
  })
  const failure = await expectFailure(createUpstreamQuota(gone.withoutTenant).take(key, immediate))
  await gone.close()
  expect(failure).toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})
