import { isScope, parseInstant, type ApiKeyStore } from '@orderport/domain'
import { z } from 'zod'
import { isUnstorable } from '../columns/storable.ts'
import { isoInstant } from '../columns/stored-value.ts'
import type { WithTenant } from '../tenant-database/tenant-database.ts'

/** Drops scopes that only a newer version knows: they allow nothing here. */
const rowSchema = z.object({
  secret_hash: z.instanceof(Uint8Array),
  scopes: z.array(z.string()).transform((names) => names.filter(isScope)),
  expires_at: z.string().nullable(),
  revoked: z.boolean(),
})

/** Creates the store of API keys. Each call reads the table: nothing is cached. */
export function createApiKeyStore(withTenant: WithTenant): ApiKeyStore {
  return {
    async find(tenantId, id) {
      if (isUnstorable(id)) return null
      const { rows } = await withTenant(tenantId).query({
        name: 'api_keys_find',
        text: findSql,
        values: [tenantId, id],
      })
      if (rows[0] === undefined) return null
      const { secret_hash: secretHash, scopes, revoked, expires_at: expiresAt } = rowSchema.parse(rows[0])
      return { secretHash, scopes, revoked, expiresAt: parseInstant(expiresAt) }
    },
    async used(tenantId, id, at) {
      await withTenant(tenantId).query({ name: 'api_keys_used', text: usedSql, values: [tenantId, id, at] })
    },
  }
}

const findSql = `
  SELECT secret_hash, scopes, ${isoInstant('expires_at')} AS expires_at,
    revoked_at IS NOT NULL AS revoked
  FROM api_keys WHERE tenant_id = $1 AND id = $2`

const usedSql = `
  UPDATE api_keys SET last_used_at = $3
  WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $3)`
