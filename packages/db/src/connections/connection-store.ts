import { connectionStatuses, type ConnectionStore, type ConnectionKey, type StoredConnection } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'
import { bindConnection } from './bind-connection.ts'
import { storedChoice, storedText, type StoredRecord } from '../orders/stored-value.ts'

/** Tenants' connections: one row for each tenant and channel that has imported with credentials, or that an operator touched. */
export function createConnectionStore(withTenant: WithTenant): ConnectionStore {
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

    bind: (key, claim, now) => withTenant(key.tenantId).transaction((tx) => bindConnection(tx, key, { claim, now })),
    confirm: (key, now) => run(key, confirmSql, [now]),
    requireReauthorisation: (key, { fingerprint, now }) => run(key, requireReauthorisationSql, [fingerprint, now]),
    noteFailure: (key, { code, now }) => run(key, noteFailureSql, [code, now]),
  }
}

function parseConnection(row: StoredRecord): StoredConnection {
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

const findSql = `
  SELECT status, selling_account, authorisation_fingerprint, refused_fingerprint, last_error
  FROM channel_connections WHERE tenant_id = $1 AND channel = $2`

/** What has worked is the tenant's from then on. */
const confirmSql = `
  WITH confirmed AS (
    UPDATE channel_connections
    SET status = 'active', refused_fingerprint = NULL, last_error = NULL, last_error_at = NULL, updated_at = $3
    WHERE tenant_id = $1 AND channel = $2 AND status <> 'disabled'
    RETURNING selling_account, authorisation_fingerprint
  )
  UPDATE seller_claims SET proven_at = $3 FROM confirmed
  WHERE tenant_id = $1 AND channel = $2 AND proven_at IS NULL
    AND value IN (upper(confirmed.selling_account), confirmed.authorisation_fingerprint)`

/** The tie of the connection is open again; what no import ever proved is given up. */
const requireReauthorisationSql = `
  WITH given_up AS (
    DELETE FROM seller_claims WHERE tenant_id = $1 AND channel = $2 AND proven_at IS NULL
  )
  UPDATE channel_connections AS stored
  SET selling_account = (
      SELECT stored.selling_account FROM seller_claims AS claim
      WHERE claim.tenant_id = $1 AND claim.channel = $2 AND claim.kind = 'account'
        AND claim.value = upper(stored.selling_account) AND claim.proven_at IS NOT NULL
    ),
    authorisation_fingerprint = NULL, status = 'reauth_required', refused_fingerprint = $3,
    last_error = 'CHANNEL_REAUTH_REQUIRED', last_error_at = $4, updated_at = $4
  WHERE tenant_id = $1 AND channel = $2 AND status <> 'disabled'`

const noteFailureSql = `
  INSERT INTO channel_connections AS stored (tenant_id, channel, status, last_error, last_error_at, created_at, updated_at)
  VALUES ($1, $2, 'pending', $3, $4, $4, $4)
  ON CONFLICT (tenant_id, channel) DO UPDATE SET last_error = excluded.last_error, last_error_at = excluded.last_error_at`
