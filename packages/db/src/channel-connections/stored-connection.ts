import { connectionStatuses, type ConnectionKey, type StoredConnection } from '@orderport/domain'
import { storedChoice, storedText, type StoredRecord } from '../columns/stored-value.ts'
import type { Statement } from '../tenant-database/tenant-database.ts'

/** Returns the statement that reads a tenant's connection, for `parseConnection`. */
export function readConnection({ tenantId, channel }: ConnectionKey): Statement {
  return {
    name: 'channel_connections_find',
    text: `
      SELECT status, selling_account, authorisation_fingerprint, refused_fingerprint, last_error
      FROM channel_connections WHERE tenant_id = $1 AND channel = $2`,
    values: [tenantId, channel],
  }
}

/** Throws a TypeError for a status that a newer version wrote. */
export function parseConnection(row: StoredRecord): StoredConnection {
  const status = storedChoice(row['status'], connectionStatuses)
  if (status === null) throw new TypeError('The connection has a status that this version does not know.')
  return {
    status,
    sellerId: storedText(row['selling_account']),
    authorisationFingerprint: storedText(row['authorisation_fingerprint']),
    refusedFingerprint: storedText(row['refused_fingerprint']),
    lastError: storedText(row['last_error']),
  }
}
