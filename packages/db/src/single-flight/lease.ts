import type { ImportKey } from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import { parseLease, type ImportOutcome, type LeaseState } from './lease-row.ts'

/** Numbers the holders of a lease, upwards: the order is written only for the holder whose token the row still has. */
export type FencingToken = bigint

/** A lease that this process took; it may have been lost since. */
export interface HeldLease {
  readonly key: ImportKey
  readonly token: FencingToken
}

/** The leases of imports. Each call is one short statement, and every time is the database's clock. */
export interface Leases {
  /** Takes the lease and returns its token, or null when another import holds it. */
  take(key: ImportKey): Promise<FencingToken | null>
  /** Extends the lease of an import that is still running and has not lost it. */
  renew(lease: HeldLease): Promise<void>
  /** Records how the import ended and gives the lease back. Returns false when the lease was lost. */
  release(lease: HeldLease, outcome: ImportOutcome): Promise<boolean>
  look(key: ImportKey): Promise<LeaseState>
}

/** A lease lasts `leaseMs` unless it is renewed. Every call throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export function createLeases(withTenant: WithTenant, leaseMs: number): Leases {
  return {
    async take(key) {
      const { rows } = await withTenant(key.tenantId).query<{ fence: string }>({
        name: 'import_flights_take',
        text: takeSql,
        values: [...keyValues(key), leaseMs],
      })
      return rows[0] === undefined ? null : BigInt(rows[0].fence)
    },
    async renew({ key, token }) {
      const values = [...keyValues(key), token, leaseMs]
      await withTenant(key.tenantId).query({ name: 'import_flights_renew', text: renewSql, values })
    },
    async release({ key, token }, outcome) {
      const { rowCount } = await withTenant(key.tenantId).query({
        name: 'import_flights_release',
        text: releaseSql,
        values: [...keyValues(key), token, ...outcomeValues(outcome)],
      })
      return rowCount === 1
    },
    async look(key) {
      const { rows } = await withTenant(key.tenantId).query<StoredRecord>({
        name: 'import_flights_look',
        text: lookSql,
        values: keyValues(key),
      })
      return parseLease(rows[0])
    },
  }
}

const thisKey = 'tenant_id = $1 AND external_order_id = $2 AND channel = $3'
const hasEnded = '(lease.source IS NOT NULL OR lease.failure_code IS NOT NULL)'

/** The token of an existing row is drawn under the row's lock, so that it only grows. */
const takeSql = `
  INSERT INTO import_flights AS lease (tenant_id, external_order_id, channel, expires_at)
  VALUES ($1, $2, $3, clock_timestamp() + $4::int * interval '1 ms')
  ON CONFLICT (tenant_id, external_order_id, channel) DO UPDATE
  SET fence = nextval('import_flights_fence_seq'), expires_at = clock_timestamp() + $4::int * interval '1 ms',
    source = NULL, failure_code = NULL, retry_after_seconds = NULL
  WHERE ${hasEnded} OR lease.expires_at <= clock_timestamp()
  RETURNING fence`

const renewSql = `
  UPDATE import_flights AS lease SET expires_at = clock_timestamp() + $5::int * interval '1 ms'
  WHERE ${thisKey} AND fence = $4 AND NOT ${hasEnded}`

/**
 * Also sweeps the tenant's rows that ended or expired a minute ago: by then every waiter has looked. Rows that are
 * locked are left for the next release, so that two sweeps can't wait for each other.
 */
const releaseSql = `
  WITH swept AS (
    DELETE FROM import_flights WHERE (tenant_id, external_order_id, channel) IN (
      SELECT tenant_id, external_order_id, channel FROM import_flights
      WHERE tenant_id = $1 AND expires_at < clock_timestamp() - interval '1 minute' AND fence <> $4
      LIMIT 100 FOR UPDATE SKIP LOCKED
    )
  )
  UPDATE import_flights
  SET expires_at = clock_timestamp(), source = $5, failure_code = $6, retry_after_seconds = $7
  WHERE ${thisKey} AND fence = $4`

const lookSql = `
  SELECT source, failure_code, retry_after_seconds, expires_at > clock_timestamp() AS held
  FROM import_flights WHERE ${thisKey}`

function keyValues({ tenantId, externalOrderId, channel }: ImportKey): unknown[] {
  return [tenantId, externalOrderId, channel]
}

function outcomeValues(outcome: ImportOutcome): unknown[] {
  return 'source' in outcome ? [outcome.source, null, null] : [null, outcome.failure, outcome.retryAfterSeconds]
}
