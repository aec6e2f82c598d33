import {
  connectionStatuses,
  DomainError,
  type ChannelConnections,
  type ConnectionKey,
  type KnownConnection,
} from '@orderport/domain'
import { sqlState } from '../database-error.ts'
import type { WithTenant } from '../door/door.ts'
import { storedChoice, storedText, type StoredRecord } from '../orders/stored-value.ts'

/** Tenants' connections: one row for each tenant and channel that has imported with credentials, or that an operator touched. */
export function createConnectionStore(withTenant: WithTenant): ChannelConnections {
  const run = async (key: ConnectionKey, text: string, more: readonly unknown[]) => {
    await withTenant(key.tenantId).query({ text, values: [key.tenantId, key.channel, ...more] })
  }
  return {
    async find({ tenantId, channel }) {
      const { rows } = await withTenant(tenantId).query<StoredRecord>({
        name: 'channel_connections_find',
        text: findSql,
        values: [tenantId, channel],
      })
      return rows[0] === undefined ? null : parseConnection(rows[0])
    },

    async bind(key, { sellingAccount, authorisationFingerprint }, now) {
      const { sellerId, region, marketplaceId } = sellingAccount
      try {
        await run(key, bindSql, [sellerId, region, marketplaceId, authorisationFingerprint, now])
      } catch (error) {
        if (sqlState(error) !== uniqueViolation) throw error
        throw new DomainError('SELLER_ALREADY_CONNECTED', { cause: error })
      }
    },

    confirm: (key, now) => run(key, confirmSql, [now]),
    requireReauthorisation: (key, { fingerprint, now }) => run(key, requireReauthorisationSql, [fingerprint, now]),
    noteFailure: (key, { code, now }) => run(key, noteFailureSql, [code, now]),
  }
}

function parseConnection(row: StoredRecord): KnownConnection {
  const status = storedChoice(row['status'], connectionStatuses)
  if (status === null) throw new TypeError('The status of the connection is none that this version knows.')
  return {
    status,
    sellerId: storedText(row['selling_account']),
    authorisationFingerprint: storedText(row['authorisation_fingerprint']),
    refusedFingerprint: storedText(row['refused_fingerprint']),
    lastError: storedText(row['last_error']),
  }
}

const uniqueViolation = '23505'

const findSql = `
  SELECT status, selling_account, authorisation_fingerprint, refused_fingerprint, last_error
  FROM channel_connections WHERE tenant_id = $1 AND channel = $2`

/** The unique indexes over all tenants refuse another tenant's account, and another tenant's authorisation. */
const bindSql = `
  INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
    authorisation_fingerprint, status, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $7)
  ON CONFLICT (tenant_id, channel) DO UPDATE
  SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
    authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending', updated_at = excluded.updated_at
  WHERE stored.status <> 'disabled'`

const confirmSql = `
  UPDATE channel_connections
  SET status = 'active', refused_fingerprint = NULL, last_error = NULL, last_error_at = NULL, updated_at = $3
  WHERE tenant_id = $1 AND channel = $2 AND status <> 'disabled'`

const requireReauthorisationSql = `
  UPDATE channel_connections
  SET selling_account = CASE WHEN status <> 'pending' THEN selling_account END,
    authorisation_fingerprint = CASE WHEN status <> 'pending' THEN authorisation_fingerprint END,
    status = 'reauth_required', refused_fingerprint = $3, last_error = 'CHANNEL_REAUTH_REQUIRED', last_error_at = $4,
    updated_at = $4
  WHERE tenant_id = $1 AND channel = $2 AND status <> 'disabled'`

const noteFailureSql = `
  INSERT INTO channel_connections AS stored (tenant_id, channel, status, last_error, last_error_at, created_at, updated_at)
  VALUES ($1, $2, 'pending', $3, $4, $4, $4)
  ON CONFLICT (tenant_id, channel) DO UPDATE SET last_error = excluded.last_error, last_error_at = excluded.last_error_at`
