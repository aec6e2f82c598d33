import type { ConnectionKey, ConnectionStatus, Instant, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection, Transaction } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { isoInstant } from '../columns/stored-value.ts'
import { requireTenant } from '../tenants/lock-tenant.ts'
import { moveConnection, type ConnectionMove, type MovedConnection } from './move.ts'

interface ConnectionSummary {
  readonly tenantId: TenantId
  readonly channel: string
  readonly status: ConnectionStatus
  readonly sellingAccount: string | null
  readonly region: string | null
  readonly marketplace: string | null
  readonly lastError: string | null
  readonly lastErrorAt: Instant | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface ConnectionAdministration {
  /** Returns the connections of one tenant, or of all (null). */
  list(tenantId: TenantId | null): Promise<readonly ConnectionSummary[]>
  /**
   * Stops the tenant's imports from the channel, even before its first one. Throws `not_found` for an unknown tenant.
   */
  disable(key: ConnectionKey): Promise<'disabled' | 'unchanged'>
  /** Lets a disabled connection import again; its next import proves it. Throws `not_found` without a connection. */
  enable(key: ConnectionKey): Promise<'enabled' | 'unchanged'>
  /** Moves a tenant's selling account to another tenant. Throws `not_found` and `refused`. */
  move(move: ConnectionMove): Promise<MovedConnection>
}

export function createConnectionAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): ConnectionAdministration {
  return {
    list: (tenantId) =>
      connection.read(tenantId, async ({ query }) => {
        const { rows } = await query<ConnectionSummary>({ text: listSql, values: [tenantId] })
        return rows
      }),

    disable: ({ tenantId, channel }) =>
      connection.change(tenantId, async (transaction) => {
        const status = await lockStatus(transaction, { tenantId, channel })
        if (status === 'disabled') return 'unchanged'
        if (status === null) await requireTenant(transaction, tenantId)
        await transaction.query({ text: disableSql, values: [tenantId, channel] })
        await record(transaction, { tenantId, action: 'connection.disable', subject: channel })
        return 'disabled'
      }),

    enable: ({ tenantId, channel }) =>
      connection.change(tenantId, async (transaction) => {
        const status = await lockStatus(transaction, { tenantId, channel })
        if (status === null) {
          const message = `${tenantId} has no connection to ${channel}: its first import with credentials makes one.`
          throw new AdministrationError('not_found', message)
        }
        if (status !== 'disabled') return 'unchanged'
        await transaction.query({ text: enableSql, values: [tenantId, channel] })
        await record(transaction, { tenantId, action: 'connection.enable', subject: channel })
        return 'enabled'
      }),

    move: (move) => moveConnection(connection, record, move),
  }
}

/** Locks the connection until the transaction ends, and returns its status; null if there is no connection. */
async function lockStatus(
  { query }: Transaction,
  { tenantId, channel }: ConnectionKey,
): Promise<ConnectionStatus | null> {
  const { rows } = await query<{ status: ConnectionStatus }>({ text: lockSql, values: [tenantId, channel] })
  return rows[0]?.status ?? null
}

const listSql = `
  SELECT tenant_id AS "tenantId", channel, status, selling_account AS "sellingAccount", region, marketplace,
    last_error AS "lastError", ${isoInstant('last_error_at')} AS "lastErrorAt",
    ${isoInstant('created_at')} AS "createdAt", ${isoInstant('updated_at')} AS "updatedAt"
  FROM channel_connections WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY tenant_id, channel`

const lockSql = 'SELECT status FROM channel_connections WHERE tenant_id = $1 AND channel = $2 FOR UPDATE'

/** ON CONFLICT, because an import may have created the connection since its status was read. */
const disableSql = `
  INSERT INTO channel_connections (tenant_id, channel, status, updated_at) VALUES ($1, $2, 'disabled', now())
  ON CONFLICT (tenant_id, channel) DO UPDATE SET status = 'disabled', updated_at = excluded.updated_at`

const enableSql = `
  UPDATE channel_connections SET status = 'pending', updated_at = now() WHERE tenant_id = $1 AND channel = $2`
