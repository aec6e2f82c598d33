import type { Instant, OrderKey, TenantId } from '@orderport/domain'
import { refuseUnstorableKey } from '../columns/storable.ts'
import { storedCount, type StoredRecord } from '../columns/stored-value.ts'
import type { TenantScope } from '../tenant-database/tenant-database.ts'

/**
 * Notes that an order could not be refreshed, and returns how often in a row. It is left alone for ten minutes, twice
 * as long after each further failure, a day at most. A check that succeeded meanwhile ends the row of failures.
 */
export async function noteRefreshFailure(
  scope: TenantScope,
  tenantId: TenantId,
  key: OrderKey,
  now: Instant,
): Promise<number> {
  refuseUnstorableKey(key)
  const values = [tenantId, key.channel, key.externalOrderId, now]
  const { rows } = await scope.query<StoredRecord>({ name: 'refresh_failures_note', text: noteSql, values })
  return storedCount(rows[0]?.['failures']) ?? 1
}

/** SQL: true for an order that failed and is left alone at the moment `now`. */
export function isLeftAlone(now: string): string {
  return `EXISTS (
    SELECT FROM refresh_failures AS failed
    WHERE failed.tenant_id = orders.tenant_id AND failed.channel = orders.channel
      AND failed.external_order_id = orders.external_order_id AND failed.retry_at > ${now}
      AND (orders.checked_at IS NULL OR orders.checked_at <= failed.failed_at)
  )`
}

/** How often in a row it has failed, this time included. */
const failures = `
  CASE WHEN EXISTS (
    SELECT FROM orders
    WHERE orders.tenant_id = $1 AND orders.channel = $2 AND orders.external_order_id = $3
      AND orders.checked_at > stored.failed_at
  ) THEN 1 ELSE stored.failures + 1 END`

/** Rows of orders that nobody has refreshed for long go with the first failure of another one. */
const noteSql = `
  WITH forgotten AS (
    DELETE FROM refresh_failures
    WHERE tenant_id = $1 AND failed_at < $4::timestamptz - interval '30 days'
      AND (channel, external_order_id) IS DISTINCT FROM ($2, $3)
  )
  INSERT INTO refresh_failures AS stored (tenant_id, channel, external_order_id, failures, failed_at, retry_at)
  VALUES ($1, $2, $3, 1, $4, $4::timestamptz + interval '10 minutes')
  ON CONFLICT (tenant_id, channel, external_order_id) DO UPDATE SET
    failures = ${failures},
    failed_at = excluded.failed_at,
    retry_at = excluded.failed_at + LEAST(interval '1 day', interval '5 minutes' * power(2, LEAST(10, ${failures})))
  RETURNING failures`
