import type { ConnectionKey, StoredConnection } from '@orderport/domain'
import { parseConnection, readConnection } from '../channel-connections/stored-connection.ts'
import { openTenantDatabase } from './open-tenant-database.ts'

/** Returns the connection as an import of the service finds it, or null. */
export async function findConnection(runtimeUrl: string, key: ConnectionKey): Promise<StoredConnection | null> {
  const tenantDatabase = openTenantDatabase(runtimeUrl)
  const { rows } = await tenantDatabase.withTenant(key.tenantId).query(readConnection(key))
  await tenantDatabase.close()
  return rows[0] === undefined ? null : parseConnection(rows[0])
}
