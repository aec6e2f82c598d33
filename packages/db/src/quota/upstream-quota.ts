import { DomainError, type QuotaGrant, type QuotaKey, type UpstreamQuota, type UsagePlan } from '@orderport/domain'
import type { Door } from '../door/door.ts'
import { capacityAt, ofKey, owed, rate } from './usage-arithmetic.ts'

/**
 * How unequally long requests may be on their way before the marketplace sees one too many. It costs that much of the
 * rate once for each burst: half a token of getOrder.
 */
const defaultSafetyMs = 1000

/** Buckets belong to selling accounts, not to tenants. */
type Outside = Door['withoutTenant']

/**
 * Usage plans over all processes on one database: each take is one statement, decided on the row as it is then and on the
 * database's clock alone; no transaction stays open. Throws `RATE_LIMITED`, and `DATABASE_UNAVAILABLE` when Postgres is away.
 */
export function createUpstreamQuota(database: Outside, safetyMs = defaultSafetyMs): UpstreamQuota {
  const safety = safetyMs / 1000
  return {
    take(key, { plan, reserved, maxWaitMs }) {
      const bucket = [...keyValues(key), plan.ratePerSecond, plan.burst - reserved, safety]
      return take(database, bucket, reserved > 0 ? 0 : Math.max(0, maxWaitMs) / 1000)
    },
    async learn(key, plan, ratePerSecond) {
      await database.query({ text: learnRate, values: [...keyValues(key), plan.ratePerSecond, ratePerSecond] })
    },
    async backOff(key, plan, ms) {
      await database.query({ text: emptyBucket, values: [...bucketValues(key, plan), safety, ms / 1000] })
    },
  }
}

async function take(database: Outside, bucket: readonly unknown[], maxWaitSeconds: number): Promise<QuotaGrant> {
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
  throw new DomainError('RATE_LIMITED', {
    detail: 'the usage plan is used up for longer than the caller can wait',
    retryAfterSeconds: Math.max(1, Math.ceil(refused.rows[0]?.seconds ?? 1)),
  })
}

function keyValues({ application, sellerId, region, operation }: QuotaKey): readonly string[] {
  return [application, sellerId, region, operation]
}

function bucketValues(key: QuotaKey, plan: UsagePlan): readonly unknown[] {
  return [...keyValues(key), plan.ratePerSecond, plan.burst]
}

const insert = 'INSERT INTO upstream_usage AS stored (application, seller_id, region, operation, used, as_of)'
const onConflict = 'ON CONFLICT (application, seller_id, region, operation) DO UPDATE'
const capacity = capacityAt(rate)
const now = '(SELECT clock_timestamp() AS at) AS asked'

/** Gives no row, and writes nothing, when the wait would be longer than $8 seconds. */
const takeToken = `
  ${insert} VALUES ($1, $2, $3, $4, 1, clock_timestamp())
  ${onConflict} SET used = ${owed('excluded.as_of')} + 1, as_of = GREATEST(stored.as_of, excluded.as_of)
  WHERE ${owed('excluded.as_of')} + 1 <= ${capacity} + $8::float8 * ${rate}
  RETURNING GREATEST(0, (stored.used - ${capacity}) / ${rate} * 1000)::float8 AS "waitMs", ${rate} AS "ratePerSecond"`

const secondsToWait = `
  SELECT ((${owed('asked.at')} + 1 - ${capacity}) / ${rate})::float8 AS seconds
  FROM upstream_usage AS stored, ${now} WHERE ${ofKey}`

/** What is missing so far was reckoned at the old rate, and stays missing. */
const learnRate = `
  UPDATE upstream_usage AS stored
  SET used = ${owed('asked.at')}, as_of = GREATEST(stored.as_of, asked.at), rate = $6::float8
  FROM ${now} WHERE ${ofKey} AND ${rate} <> $6::float8`

const emptyBucket = `
  ${insert} VALUES ($1, $2, $3, $4, ${capacityAt('$5::float8')} - 1 + $8::float8 * $5::float8, clock_timestamp())
  ${onConflict} SET
    used = GREATEST(${owed('excluded.as_of')}, ${capacity} - 1 + $8::float8 * ${rate}),
    as_of = GREATEST(stored.as_of, excluded.as_of)`
