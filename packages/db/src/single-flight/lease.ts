import type { ImportKey, TenantId } from '@orderport/domain'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { Statement, WithTenant } from '../tenant-database/tenant-database.ts'
import { parseLease, type ImportOutcome, type LeaseState } from './lease-row.ts'

/** Numbers the holders of a lease, upwards: the order is written only for the holder whose token the row still has. */
export type FencingToken = bigint

/** A lease that this process took; it may have been lost since. */
export interface HeldLease {
  readonly key: ImportKey
  readonly token: FencingToken
}

/** The leases of imports, once taken. Each call is one short statement, and every time is the database's clock. */
export interface Leases {
  /** Extends the lease of an import that is still running and has not lost it. */
  renew(lease: HeldLease): Promise<void>
  /** Records how the import ended and gives the lease back. Returns false when the lease was lost. */
  release(lease: HeldLease, outcome: ImportOutcome): Promise<boolean>
  look(key: ImportKey): Promise<LeaseState>
  /** Deletes leases of the tenant that ended or expired a minute ago: by then every waiter has looked. */
  sweep(tenantId: TenantId): Promise<void>
}

/** A lease lasts `leaseMs` unless it is renewed. Every call throws `DATABASE_UNAVAILABLE` when Postgres is away. */
export function createLeases(withTenant: WithTenant, leaseMs: number): Leases {
  return {
    async renew(lease) {
      const values = [...leaseValues(lease), leaseMs]
      await withTenant(lease.key.tenantId).query({ name: 'import_flights_renew', text: renewSql, values })
    },
    async release(lease, outcome) {
      const { rowCount } = await withTenant(lease.key.tenantId).query({
        name: 'import_flights_release',
        text: releaseSql,
        values: [...leaseValues(lease), ...outcomeValues(outcome)],
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
    async sweep(tenantId) {
      await withTenant(tenantId).query({ name: 'import_flights_sweep', text: sweepSql, values: [tenantId] })
    },
  }
}

/** Returns the statement that takes the lease, for `parseTaken`. The lease lasts `leaseMs` unless it is renewed. */
export function takeLease(key: ImportKey, leaseMs: number): Statement {
  return { name: 'import_flights_take', text: takeSql, values: [...keyValues(key), leaseMs] }
}

/** Returns the token of the lease that was taken, or null when another import holds it. */
export function parseTaken(rows: readonly StoredRecord[]): FencingToken | null {
  return rows[0] === undefined ? null : BigInt(String(rows[0]['fence']))
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

/** Selects the lease's row while it is held. In these parts of statements, `leaseValues` are `$1` to `$4`. */
export const heldSql = `SELECT FROM import_flights WHERE ${thisKey} AND fence = $4`

/** Returns SQL that ends the lease, if it is held, with an outcome in these expressions. */
export function endSql(outcome: Readonly<Record<'source' | 'failureCode' | 'retryAfterSeconds', string>>): string {
  return `
    UPDATE import_flights
    SET expires_at = clock_timestamp(), source = ${outcome.source}, failure_code = ${outcome.failureCode},
      retry_after_seconds = ${outcome.retryAfterSeconds}
    WHERE ${thisKey} AND fence = $4`
}

const releaseSql = endSql({ source: '$5', failureCode: '$6', retryAfterSeconds: '$7' })

const lookSql = `
  SELECT source, failure_code, retry_after_seconds, expires_at > clock_timestamp() AS held
  FROM import_flights WHERE ${thisKey}`

/** Rows that are locked are left for the next sweep, so that two sweeps can't wait for each other. */
const sweepSql = `
  DELETE FROM import_flights WHERE (tenant_id, external_order_id, channel) IN (
    SELECT tenant_id, external_order_id, channel FROM import_flights
    WHERE tenant_id = $1 AND expires_at < clock_timestamp() - interval '1 minute'
    LIMIT 100 FOR UPDATE SKIP LOCKED
  )`

function keyValues({ tenantId, externalOrderId, channel }: ImportKey): unknown[] {
  return [tenantId, externalOrderId, channel]
}

export function leaseValues({ key, token }: HeldLease): unknown[] {
  return [...keyValues(key), token]
}

function outcomeValues(outcome: ImportOutcome): unknown[] {
  return 'source' in outcome ? [outcome.source, null, null] : [null, outcome.failure, outcome.retryAfterSeconds]
}
