import type { Instant, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection, Transaction } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { isoInstant } from '../columns/stored-value.ts'

interface TenantSummary {
  readonly id: TenantId
  readonly name: string | null
  readonly members: number
  /** The number of keys that are not revoked. */
  readonly keys: number
  readonly createdAt: Instant
}

export interface TenantAdministration {
  list(): Promise<readonly TenantSummary[]>
  /** Adds the tenant. Renames an existing one if a name is given. */
  add(tenantId: TenantId, name: string | null): Promise<'added' | 'renamed' | 'unchanged'>
  /**
   * Removes the tenant, its connections and its revoked keys. Its audit stays. Throws `not_found`, and `refused` while
   * the tenant has members, keys that are not revoked, or orders.
   */
  remove(tenantId: TenantId): Promise<void>
}

export function createTenantAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): TenantAdministration {
  return {
    list: () =>
      connection.read(null, async ({ query }) => {
        const { rows } = await query<TenantSummary>({ text: listSql })
        return rows
      }),

    add: (tenantId, name) =>
      connection.change(tenantId, async (transaction) => {
        const change = await addOrRename(transaction, tenantId, name)
        if (change === 'added') await record(transaction, { tenantId, action: 'tenant.add', subject: tenantId })
        if (change === 'renamed') await record(transaction, { tenantId, action: 'tenant.rename', subject: tenantId })
        return change
      }),

    remove: (tenantId) =>
      connection.change(tenantId, async (transaction) => {
        const { query } = transaction
        const { rows } = await query({ text: 'SELECT FROM tenants WHERE id = $1 FOR UPDATE', values: [tenantId] })
        if (rows.length === 0) throw new AdministrationError('not_found', `There is no tenant ${tenantId}.`)
        await refuseInUse(transaction, tenantId)
        await query({ text: 'DELETE FROM channel_connections WHERE tenant_id = $1', values: [tenantId] })
        await query({ text: 'DELETE FROM seller_claims WHERE tenant_id = $1', values: [tenantId] })
        await query({ text: 'DELETE FROM tenants WHERE id = $1', values: [tenantId] })
        await record(transaction, { tenantId, action: 'tenant.remove', subject: tenantId })
      }),
  }
}

async function addOrRename({ query }: Transaction, tenantId: TenantId, name: string | null) {
  const inserted = await query({
    text: 'INSERT INTO tenants (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING',
    values: [tenantId, name],
  })
  if (inserted.rowCount === 1) return 'added'
  if (name === null) return 'unchanged'
  const renamed = await query({
    text: 'UPDATE tenants SET name = $2 WHERE id = $1 AND name IS DISTINCT FROM $2',
    values: [tenantId, name],
  })
  return renamed.rowCount === 1 ? 'renamed' : 'unchanged'
}

async function refuseInUse({ query }: Transaction, tenantId: TenantId): Promise<void> {
  const { rows } = await query<{ members: number; keys: number; orders: number }>({
    text: inUseSql,
    values: [tenantId],
  })
  const { members = 0, keys = 0, orders = 0 } = rows[0] ?? {}
  const counts = Object.entries({ members, 'keys that are not revoked': keys, orders })
  const left = counts.filter(([, count]) => count > 0).map(([name, count]) => `${name}: ${count}`)
  if (left.length === 0) return
  throw new AdministrationError('refused', `The tenant ${tenantId} is not removed while it has ${left.join(', ')}.`)
}

const listSql = `
  SELECT id, name,
    (SELECT count(*)::int FROM members WHERE members.tenant_id = tenants.id) AS members,
    (SELECT count(*)::int FROM api_keys WHERE api_keys.tenant_id = tenants.id AND revoked_at IS NULL) AS keys,
    ${isoInstant('created_at')} AS "createdAt"
  FROM tenants ORDER BY id`

const inUseSql = `
  SELECT (SELECT count(*)::int FROM members WHERE tenant_id = $1) AS members,
    (SELECT count(*)::int FROM api_keys WHERE tenant_id = $1 AND revoked_at IS NULL) AS keys,
    (SELECT count(*)::int FROM orders WHERE tenant_id = $1) AS orders`
