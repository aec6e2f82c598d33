import type { Instant, Scope, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import type { ApiKey } from '../generated/client.ts'
import { requireTenant } from '../tenants/lock-tenant.ts'

interface ApiKeySummary {
  readonly tenantId: string
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
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
      connection.read(tenantId, async ({ prisma, now }) => {
        const keys = await prisma.apiKey.findMany({
          where: tenantId === null ? {} : { tenantId },
          omit: { secretHash: true },
          orderBy: [{ tenantId: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
        })
        return keys.map((key) => toSummary(key, now))
      }),

    create: ({ tenantId, id, name, secretHash, scopes, expiresAt }) =>
      connection.change(tenantId, async (transaction) => {
        const { prisma, now } = transaction
        await requireTenant(transaction, tenantId)
        const key = { tenantId, id, name, scopes: [...scopes], createdAt: now, expiresAt }
        await prisma.apiKey.create({ data: { ...key, secretHash: new Uint8Array(secretHash) } })
        await record(transaction, { tenantId, action: 'key.create', subject: id })
      }),

    revoke: (tenantId, id) =>
      connection.change(tenantId, async (transaction) => {
        const { prisma, now } = transaction
        const revoked = await prisma.apiKey.updateMany({
          where: { tenantId, id, revokedAt: null },
          data: { revokedAt: now },
        })
        if (revoked.count === 1) {
          await record(transaction, { tenantId, action: 'key.revoke', subject: id })
          return 'revoked'
        }
        const found = await prisma.apiKey.count({ where: { tenantId, id } })
        if (found !== 1) throw new AdministrationError('not_found', `${tenantId} has no such key.`)
        return 'unchanged'
      }),
  }
}

function toSummary(key: Omit<ApiKey, 'secretHash'>, now: Date): ApiKeySummary {
  const { tenantId, id, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt } = key
  const isExpired = expiresAt !== null && expiresAt <= now
  return {
    tenantId,
    id,
    name,
    scopes,
    state: revokedAt !== null ? 'revoked' : isExpired ? 'expired' : 'active',
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}
