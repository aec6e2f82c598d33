import { connectionStatuses, parseInstant, tenantIdSchema, type Sweep, type SweepStore } from '@orderport/domain'
import { isoInstant, storedChoice, storedCount, storedText, type StoredRecord } from '../columns/stored-value.ts'
import { connectionsFunction } from '../database-roles.ts'
import { saveOrders } from '../orders/save-orders.ts'
import { retryDeadlocks } from '../tenant-database/retry-deadlocks.ts'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'
import { noteRefreshFailure } from './refresh-failures.ts'
import { refreshableOrders } from './refreshable-orders.ts'

/** Creates the store of sweeps: a row for each connection whose orders were ever swept. */
export function createSweepStore({
  withTenant,
  withoutTenant,
}: Pick<TenantDatabase, 'withTenant' | 'withoutTenant'>): SweepStore {
  return {
    async find(tenantId, channel) {
      const { rows } = await withTenant(tenantId).lookUp<StoredRecord>({
        name: 'order_sweeps_find',
        text: findSql,
        values: [tenantId, channel],
      })
      return sweepOf(rows[0])
    },
    async begin(tenantId, channel, { from, to }) {
      const values = [tenantId, channel, from, to]
      await withTenant(tenantId).query({ name: 'order_sweeps_begin', text: beginSql, values })
    },
    savePage(tenantId, channel, { token, nextToken, orders }) {
      return retryDeadlocks(() =>
        withTenant(tenantId).transaction(async (query) => {
          const values = [tenantId, channel, token]
          const { rowCount } = await query({ name: 'order_sweeps_lock', text: lockSql, values })
          if (rowCount !== 1) return false
          await saveOrders(query, { tenantId, channel }, orders)
          await query({ name: 'order_sweeps_move', text: moveSql, values: [tenantId, channel, nextToken] })
          return true
        }),
      )
    },
    async restart(tenantId, channel, pausedUntil) {
      const values = [tenantId, channel, pausedUntil]
      await withTenant(tenantId).query({ name: 'order_sweeps_restart', text: restartSql, values })
    },
    refreshable: (tenantId, channel, stale, limit) =>
      refreshableOrders(withTenant(tenantId), { tenantId, channel, stale, limit }),
    noteRefreshFailure: (tenantId, key, now) => noteRefreshFailure(withTenant(tenantId), tenantId, key, now),
    async connections() {
      const { rows } = await withoutTenant.query<StoredRecord>({
        name: 'connections_of_all_tenants',
        text: `SELECT tenant_id, channel, status FROM ${connectionsFunction}`,
      })
      return rows.flatMap((row) => {
        const tenantId = tenantIdSchema.safeParse(row['tenant_id'])
        const channel = storedText(row['channel'])
        const status = storedChoice(row['status'], connectionStatuses)
        return !tenantId.success || channel === null || status === null
          ? []
          : [{ tenantId: tenantId.data, channel, status }]
      })
    },
    async tenantOfSeller(channel, sellerId) {
      const { rows } = await withoutTenant.query<StoredRecord>({
        name: 'tenant_of_seller',
        text: 'SELECT tenant_of_seller($1, $2) AS tenant_id',
        values: [channel, sellerId],
      })
      return tenantIdSchema.safeParse(rows[0]?.['tenant_id']).data ?? null
    },
  }
}

function sweepOf(row: StoredRecord | undefined): Sweep {
  const from = parseInstant(row?.['from_at'])
  const to = parseInstant(row?.['to_at'])
  const sweptThrough = parseInstant(row?.['swept_through'])
  if (from === null || to === null) return { sweptThrough, open: null }
  const token = storedText(row?.['token'])
  const restarts = storedCount(row?.['restarts']) ?? 0
  return { sweptThrough, open: { from, to, token, restarts, pausedUntil: parseInstant(row?.['paused_until']) } }
}

const thisSweep = 'tenant_id = $1 AND channel = $2'

const instants = ['swept_through', 'from_at', 'to_at', 'paused_until']

const findSql = `
  SELECT ${instants.map((column) => `${isoInstant(column)} AS ${column}`).join(', ')}, token, restarts
  FROM order_sweeps WHERE ${thisSweep}`

const beginSql = `
  INSERT INTO order_sweeps AS sweep (tenant_id, channel, from_at, to_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, channel) DO UPDATE SET from_at = excluded.from_at, to_at = excluded.to_at, token = NULL,
    restarts = 0, paused_until = NULL
  WHERE sweep.from_at IS NULL`

const lockSql = `
  SELECT FROM order_sweeps
  WHERE ${thisSweep} AND from_at IS NOT NULL AND token IS NOT DISTINCT FROM $3::text FOR UPDATE`

/** A sweep that ends never takes back what an earlier one has reached. */
const moveSql = `
  UPDATE order_sweeps SET token = $3,
    swept_through = CASE WHEN $3::text IS NULL THEN GREATEST(swept_through, to_at) ELSE swept_through END,
    from_at = CASE WHEN $3 IS NOT NULL THEN from_at END,
    to_at = CASE WHEN $3 IS NOT NULL THEN to_at END
  WHERE ${thisSweep}`

/** A sweep that is at its first page has nothing to begin anew, so two workers count one restart. */
const restartSql = `
  UPDATE order_sweeps SET token = NULL, restarts = restarts + 1, paused_until = $3
  WHERE ${thisSweep} AND from_at IS NOT NULL AND token IS NOT NULL`
