import { DomainError, type QuotaGrant, type QuotaKey, type UpstreamQuota, type UsagePlan } from '@orderport/domain'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'

/**
 * By how many milliseconds the travel times of requests may differ before the marketplace sees one too many. It costs
 * that much of the rate once for each burst: half a token of getOrder.
 */
const defaultSafetyMs = 1000

/** One take in this many also forgets the buckets that nobody uses any more. */
const takesPerCleaning = 1000

/** Buckets belong to selling accounts, not to tenants. */
type QuotaDatabase = TenantDatabase['withoutTenant']

/**
 * Creates the usage plans that all processes on one database share. Each take is one statement, which decides on the
 * current row and the database's clock; no transaction stays open. Throws `RATE_LIMITED`, and `DATABASE_UNAVAILABLE`
 * when Postgres is away.
 */
export function createUpstreamQuota(
  database: QuotaDatabase,
  safetyMs = defaultSafetyMs,
  random: () => number = Math.random,
): UpstreamQuota {
  const safety = safetyMs / 1000
  return {
    async take(key, { plan, reserved, maxWaitMs }) {
      // Nobody waits for it, and one that fails is tried again by another take.
      if (random() < 1 / takesPerCleaning) database.query({ text: forgetUnused }).catch(() => undefined)
      const bucket = [...keyValues(key), plan.ratePerSecond, plan.burst - reserved, safety]
      const grant = await take(database, bucket, reserved > 0 ? 0 : Math.max(0, maxWaitMs) / 1000)
      return { ...grant, tokensLeft: grant.tokensLeft + reserved }
    },
    async learn(key, plan, ratePerSecond) {
      await database.query({ text: learnRate, values: [...keyValues(key), plan.ratePerSecond, ratePerSecond] })
    },
    async backOff(key, plan, ms) {
      await database.query({ text: emptyBucket, values: [...bucketValues(key, plan), safety, ms / 1000] })
    },
  }
}

async function take(database: QuotaDatabase, bucket: readonly unknown[], maxWaitSeconds: number): Promise<QuotaGrant> {
  const taken = await database.query<QuotaGrant>({
    name: 'upstream_usage_take',
    text: takeToken,
    values: [...bucket, maxWaitSeconds],
  })
  const grant = taken.rows[0]
  if (grant !== undefined) return grant
  const refused = await database.query<{ seconds: number }>({
    name: 'upstream_usage_wait',
    text: secondsToWait,
    values: [...bucket],
  })
  const seconds = Math.max(0, refused.rows[0]?.seconds ?? 1)
  throw new DomainError('RATE_LIMITED', {
    detail: 'the usage plan is used up for longer than the caller can wait',
    retryAfterSeconds: Math.max(1, Math.ceil(seconds)),
    retryAfterMs: Math.ceil(seconds * 1000),
  })
}

function keyValues({ application, sellerId, region, operation }: QuotaKey): readonly string[] {
  return [application, sellerId, region, operation]
}

function bucketValues(key: QuotaKey, plan: UsagePlan): readonly unknown[] {
  return [...keyValues(key), plan.ratePerSecond, plan.burst]
}

/*
 * The generic cell rate algorithm (GCRA) in its leaky-bucket form, as SQL. `stored` is a row of upstream_usage. $1 to
 * $4 are its key, $5 the plan's rate, $6 its burst less what the caller leaves for others, $7 the safety in seconds.
 */

/** Tokens a second. */
const rate = 'COALESCE(stored.rate, $5::float8)'

/**
 * Tokens missing from the full bucket at the moment `asked`, on the database's clock. A statement that waited for the
 * row may have asked before the row was written: then no token has flowed back.
 */
function missingAt(asked: string): string {
  const elapsed = `GREATEST(0, EXTRACT(EPOCH FROM ${asked} - stored.as_of)::float8)`
  return `GREATEST(0, stored.used - ${elapsed} * ${rate})`
}

/**
 * The largest number of tokens that may be missing. The safety is what flows back in that time: travel times differ,
 * and Amazon's bucket starts to fill when the first request arrives, not when we send it.
 */
function capacityAt(tokensASecond: string): string {
  return `GREATEST(1, $6::float8 - $7::float8 * ${tokensASecond})`
}

const capacity = capacityAt(rate)
const ofKey = 'stored.application = $1 AND stored.seller_id = $2 AND stored.region = $3 AND stored.operation = $4'
const insert = 'INSERT INTO upstream_usage AS stored (application, seller_id, region, operation, used, as_of)'
const onConflict = 'ON CONFLICT (application, seller_id, region, operation) DO UPDATE'
const now = '(SELECT clock_timestamp() AS at) AS asked'

/** Returns no row, and writes nothing, if the wait would be longer than $8 seconds. */
const takeToken = `
  ${insert} VALUES ($1, $2, $3, $4, 1, clock_timestamp())
  ${onConflict} SET used = ${missingAt('excluded.as_of')} + 1, as_of = GREATEST(stored.as_of, excluded.as_of)
  WHERE ${missingAt('excluded.as_of')} + 1 <= ${capacity} + $8::float8 * ${rate}
  RETURNING GREATEST(0, (stored.used - ${capacity}) / ${rate} * 1000)::float8 AS "waitMs", ${rate} AS "ratePerSecond",
    GREATEST(0, ${capacity} - stored.used)::float8 AS "tokensLeft"`

const secondsToWait = `
  SELECT ((${missingAt('asked.at')} + 1 - ${capacity}) / ${rate})::float8 AS seconds
  FROM upstream_usage AS stored, ${now} WHERE ${ofKey}`

/** The tokens that are missing now were counted at the old rate, and stay missing. */
const learnRate = `
  UPDATE upstream_usage AS stored
  SET used = ${missingAt('asked.at')}, as_of = GREATEST(stored.as_of, asked.at), rate = $6::float8
  FROM ${now} WHERE ${ofKey} AND ${rate} <> $6::float8`

/**
 * A bucket that was unused for 90 days has been full for long, and what was learned about it is stale. A row that
 * somebody is using just now is left alone.
 */
const forgetUnused = `
  DELETE FROM upstream_usage WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM upstream_usage WHERE as_of < clock_timestamp() - interval '90 days'
    LIMIT 1000 FOR UPDATE SKIP LOCKED
  ))`

const emptyBucket = `
  ${insert} VALUES ($1, $2, $3, $4, ${capacityAt('$5::float8')} - 1 + $8::float8 * $5::float8, clock_timestamp())
  ${onConflict} SET
    used = GREATEST(${missingAt('excluded.as_of')}, ${capacity} - 1 + $8::float8 * ${rate}),
    as_of = GREATEST(stored.as_of, excluded.as_of)`
