import type { ConnectionKey, ConnectionStore } from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import { bindSeller } from './bind-seller.ts'
import { parseConnection, readConnection } from './stored-connection.ts'

/**
 * Creates the store of tenants' connections. It has a row for each tenant and channel that has imported with
 * credentials or that an operator has changed.
 */
export function createConnectionStore(withTenant: WithTenant): ConnectionStore {
  const run = async ({ tenantId, channel }: ConnectionKey, text: string, ...more: readonly string[]) => {
    await withTenant(tenantId).query({ text, values: [tenantId, channel, ...more] })
  }
  return {
    async find(key) {
      const { rows } = await withTenant(key.tenantId).lookUp<StoredRecord>(readConnection(key))
      return rows[0] === undefined ? null : parseConnection(rows[0])
    },
    bind: (key, seller) => withTenant(key.tenantId).transaction((query) => bindSeller(query, key, seller)),
    confirm: (key) => run(key, confirmSql),
    requireReauthorisation: (key, refusedFingerprint) => run(key, requireReauthorisationSql, refusedFingerprint),
    async claimRetry({ tenantId, channel }, refusedFingerprint, afterMs) {
      const values = [tenantId, channel, refusedFingerprint, afterMs]
      const { rowCount } = await withTenant(tenantId).query({ text: claimRetrySql, values })
      return rowCount === 1
    },
    noteFailure: (key, code) => run(key, noteFailureSql, code),
  }
}

/** Also proves the claims of the account and the authorisation: from now on only an operator takes them away. */
const confirmSql = `
  WITH confirmed AS (
    UPDATE channel_connections
    SET status = 'active', refused_fingerprint = NULL, refused_at = NULL, last_error = NULL, last_error_at = NULL,
      updated_at = now()
    WHERE tenant_id = $1 AND channel = $2 AND status <> 'disabled'
    RETURNING selling_account, authorisation_fingerprint
  )
  UPDATE seller_claims SET proven_at = now() FROM confirmed
  WHERE tenant_id = $1 AND channel = $2 AND proven_at IS NULL
    AND value IN (upper(confirmed.selling_account), confirmed.authorisation_fingerprint)`

/** Releases the claims that no import has proven. The connection keeps its account only if an import has proven it. */
const requireReauthorisationSql = `
  WITH released AS (
    DELETE FROM seller_claims WHERE tenant_id = $1 AND channel = $2 AND proven_at IS NULL
  )
  UPDATE channel_connections AS stored
  SET selling_account = (
      SELECT stored.selling_account FROM seller_claims AS claim
      WHERE claim.tenant_id = $1 AND claim.channel = $2 AND claim.kind = 'account'
        AND claim.value = upper(stored.selling_account) AND claim.proven_at IS NOT NULL
    ),
    authorisation_fingerprint = NULL, status = 'reauth_required', refused_fingerprint = $3, refused_at = now(),
    last_error = 'CHANNEL_REAUTH_REQUIRED', last_error_at = now(), updated_at = now()
  WHERE tenant_id = $1 AND channel = $2 AND status <> 'disabled'`

/** A claim counts as a new refusal, so one caller wins. Refusals that are older than the column have no time. */
const claimRetrySql = `
  UPDATE channel_connections SET refused_at = now()
  WHERE tenant_id = $1 AND channel = $2 AND refused_fingerprint = $3
    AND (refused_at IS NULL OR refused_at <= now() - make_interval(secs => $4::double precision / 1000))`

const noteFailureSql = `
  INSERT INTO channel_connections (tenant_id, channel, status, last_error, last_error_at, created_at, updated_at)
  VALUES ($1, $2, 'pending', $3, now(), now(), now())
  ON CONFLICT (tenant_id, channel)
  DO UPDATE SET last_error = excluded.last_error, last_error_at = excluded.last_error_at`
