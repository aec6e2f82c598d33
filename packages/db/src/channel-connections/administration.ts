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
  /**
   * Lets a connection import again that was disabled, or whose credentials the marketplace refused; its next import
   * proves it. Throws `not_found` without a connection.
   */
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
        const connection = await lockConnection(transaction, { tenantId, channel })
        if (connection?.status === 'disabled') return 'unchanged'
        if (connection === null) await requireTenant(transaction, tenantId)
        await transaction.query({ text: disableSql, values: [tenantId, channel] })
        await record(transaction, { tenantId, action: 'connection.disable', subject: channel })
        return 'disabled'
      }),

    enable: ({ tenantId, channel }) =>
      connection.change(tenantId, async (transaction) => {
        const connection = await lockConnection(transaction, { tenantId, channel })
        if (connection === null) {
          const message = `${tenantId} has no connection to ${channel}: its first import with credentials makes one.`
          throw new AdministrationError('not_found', message)
        }
        if (connection.status !== 'disabled' && !connection.isRefused) return 'unchanged'
        await transaction.query({ text: enableSql, values: [tenantId, channel] })
        await record(transaction, { tenantId, action: 'connection.enable', subject: channel })
        return 'enabled'
      }),

    move: (move) => moveConnection(connection, record, move),
  }
}

interface LockedConnection {
  readonly status: ConnectionStatus
  /** True while credentials that the marketplace refused are not tried again. */
  readonly isRefused: boolean
}

/** Locks the connection until the transaction ends, and returns it; null if there is none. */
async function lockConnection(
  { query }: Transaction,
  { tenantId, channel }: ConnectionKey,
): Promise<LockedConnection | null> {
  const { rows } = await query<LockedConnection>({ text: lockSql, values: [tenantId, channel] })
  return rows[0] ?? null
}

const listSql = `
  SELECT tenant_id AS "tenantId", channel, status, selling_account AS "sellingAccount", region, marketplace,
    last_error AS "lastError", ${isoInstant('last_error_at')} AS "lastErrorAt",
    ${isoInstant('created_at')} AS "createdAt", ${isoInstant('updated_at')} AS "updatedAt"
  FROM channel_connections WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY tenant_id, channel`

const lockSql = `
  SELECT status, status = 'reauth_required' OR refused_fingerprint IS NOT NULL AS "isRefused"
  FROM channel_connections WHERE tenant_id = $1 AND channel = $2 FOR UPDATE`

/** ON CONFLICT, because an import may have created the connection since its status was read. */
const disableSql = `
  INSERT INTO channel_connections (tenant_id, channel, status, updated_at) VALUES ($1, $2, 'disabled', now())
  ON CONFLICT (tenant_id, channel) DO UPDATE SET status = 'disabled', updated_at = excluded.updated_at`

/** What was refused is forgotten, whether or not the credentials have changed since: the next import tries them. */
const enableSql = `
  UPDATE channel_connections
  SET status = 'pending', refused_fingerprint = NULL, refused_at = NULL, last_error = NULL, last_error_at = NULL,
    updated_at = now()
  WHERE tenant_id = $1 AND channel = $2`
