import type { Fence, FlightKey } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'
import type { StoredRecord } from '../orders/stored-value.ts'
import { parseFlight, type Flight, type FlightEnd } from './flight.ts'

/** The leases of import flights: each call is one short statement, and all times are the database's clock. */
export interface Leases {
  /** Takes the lease unless somebody holds it: then null. */
  take(key: FlightKey): Promise<Fence | null>
  /** Lengthens the lease of a flight that is still on its way and has not been taken over. */
  renew(key: FlightKey, fence: Fence): Promise<void>
  /** Notes how the flight ended and gives the lease back. False when another flight had taken over. */
  land(key: FlightKey, fence: Fence, end: FlightEnd): Promise<boolean>
  look(key: FlightKey): Promise<Flight>
}

/** `leaseMs`: how long a flight may go without a sign of life. All calls throw `DATABASE_UNAVAILABLE` when Postgres is away. */
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
    async renew(key, fence) {
      const values = [...keyValues(key), fence, leaseMs]
      await withTenant(key.tenantId).query({ name: 'import_flights_renew', text: renewSql, values })
    },
    async land(key, fence, end) {
      const values = [...keyValues(key), fence, ...endValues(end)]
      const { rowCount } = await withTenant(key.tenantId).query({ name: 'import_flights_land', text: landSql, values })
      return rowCount === 1
    },
    async look(key) {
      const { rows } = await withTenant(key.tenantId).query<StoredRecord>({
        name: 'import_flights_look',
        text: lookSql,
        values: keyValues(key),
      })
      return parseFlight(rows[0])
    },
  }
}

const thisKey = 'tenant_id = $1 AND external_order_id = $2 AND channel = $3'
const hasEnded = '(flight.source IS NOT NULL OR flight.failure_code IS NOT NULL)'

/** The fence of an existing row is drawn under its lock, so that it only grows. */
const takeSql = `
  INSERT INTO import_flights AS flight (tenant_id, external_order_id, channel, expires_at)
  VALUES ($1, $2, $3, clock_timestamp() + $4::int * interval '1 ms')
  ON CONFLICT (tenant_id, external_order_id, channel) DO UPDATE
  SET fence = nextval('import_flights_fence_seq'), expires_at = clock_timestamp() + $4::int * interval '1 ms',
    source = NULL, failure_code = NULL, retry_after_seconds = NULL
  WHERE ${hasEnded} OR flight.expires_at <= clock_timestamp()
  RETURNING fence`

const renewSql = `
  UPDATE import_flights AS flight SET expires_at = clock_timestamp() + $5::int * interval '1 ms'
  WHERE ${thisKey} AND fence = $4 AND NOT ${hasEnded}`

/**
 * Sweeps the tenant's rows that ended, or ran out, a minute ago: by then every waiter has looked. Rows that somebody has
 * locked are left for the next landing, so that two sweeps can't wait for each other.
 */
const landSql = `
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

function keyValues({ tenantId, externalOrderId, channel }: FlightKey): unknown[] {
  return [tenantId, externalOrderId, channel]
}

function endValues(end: FlightEnd): unknown[] {
  return 'source' in end ? [end.source, null, null] : [null, end.failure, end.retryAfterSeconds]
}
