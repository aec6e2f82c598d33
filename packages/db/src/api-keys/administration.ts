import type { Instant, Scope, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { isoInstant } from '../columns/stored-value.ts'
import { requireTenant } from '../tenants/lock-tenant.ts'

interface ApiKeySummary {
  readonly tenantId: TenantId
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly state: 'active' | 'expired' | 'revoked'
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
  readonly revokedAt: Instant | null
  readonly lastUsedAt: Instant | null
}

interface NewApiKey {
  readonly tenantId: TenantId
  readonly id: string
  readonly name: string
  /** SHA-256 of the secret part of the key. */
  readonly secretHash: Uint8Array
  readonly scopes: readonly Scope[]
  readonly expiresAt: Instant | null
}

export interface ApiKeyAdministration {
  /** Returns the keys of one tenant, or of all (null), without their hashes. */
  list(tenantId: TenantId | null): Promise<readonly ApiKeySummary[]>
  /** Throws `not_found` for an unknown tenant. */
  create(key: NewApiKey): Promise<void>
  /** Makes the key invalid from now on. Throws `not_found` if the tenant has no such key. */
  revoke(tenantId: TenantId, id: string): Promise<'revoked' | 'unchanged'>
}

export function createApiKeyAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): ApiKeyAdministration {
  return {
    list: (tenantId) =>
      connection.read(tenantId, async ({ query }) => {
        const { rows } = await query<ApiKeySummary>({ text: listSql, values: [tenantId] })
        return rows
      }),

    create: ({ tenantId, id, name, secretHash, scopes, expiresAt }) =>
      connection.change(tenantId, async (transaction) => {
        await requireTenant(transaction, tenantId)
        const values = [tenantId, id, name, Buffer.from(secretHash), scopes, expiresAt]
        await transaction.query({ text: insertSql, values })
        await record(transaction, { tenantId, action: 'key.create', subject: id })
      }),

    revoke: (tenantId, id) =>
      connection.change(tenantId, async (transaction) => {
        const { query } = transaction
        const revoked = await query({ text: revokeSql, values: [tenantId, id] })
        if (revoked.rowCount === 1) {
          await record(transaction, { tenantId, action: 'key.revoke', subject: id })
          return 'revoked'
        }
        const found = await query({ text: findSql, values: [tenantId, id] })
        if (found.rowCount !== 1) throw new AdministrationError('not_found', `${tenantId} has no such key.`)
        return 'unchanged'
      }),
  }
}

const listSql = `
  SELECT tenant_id AS "tenantId", id, name, scopes,
    CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS state,
    ${isoInstant('created_at')} AS "createdAt", ${isoInstant('expires_at')} AS "expiresAt",
    ${isoInstant('revoked_at')} AS "revokedAt", ${isoInstant('last_used_at')} AS "lastUsedAt"
  FROM api_keys WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY tenant_id, created_at, id`

const insertSql = `
  INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`

const revokeSql = 'UPDATE api_keys SET revoked_at = now() WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL'

const findSql = 'SELECT FROM api_keys WHERE tenant_id = $1 AND id = $2'
