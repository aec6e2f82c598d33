import { scopes, type Scope } from '@orderport/domain'
import { formatApiKey, parseApiKey } from '../../src/authentication/api-key.ts'
import { startIdentityProvider, unsignedToken } from '../harness/identity-provider.ts'
import type { startOrderport } from '../harness/start-orderport.ts'
import { tenantA, tenantB } from './two-tenants.ts'

type Orderport = Awaited<ReturnType<typeof startOrderport>>
type Provider = Awaited<ReturnType<typeof startIdentityProvider>>

/** Every kind of token and API key, valid and invalid. */
export type Credentials = Awaited<ReturnType<typeof makeCredentials>>

export const stranger = 'stranger@elsewhere.example'

export async function makeCredentials(service: Orderport, provider: Provider) {
  const token = (claims: object) => provider.sign({ sub: 'somebody', ...claims })
  const makeKey = async (tenantId: string, options: Parameters<Orderport['addApiKey']>[1] = {}) =>
    (await service.addApiKey(tenantId, options)).key
  const hour = 3600
  const now = Math.floor(Date.now() / 1000)
  const ofA = { tenants: [tenantA.tenantId] }
  const good = await makeKey(tenantA.tenantId)
  const revoked = await service.addApiKey(tenantA.tenantId)
  await service.database.superuserQuery('UPDATE api_keys SET revoked_at = now() WHERE id = $1', [revoked.id])
  await using otherProvider = await startIdentityProvider()
  return {
    tokens: {
      good: await token(ofA),
      ofBoth: await token({ tenants: [tenantA.tenantId, tenantB.tenantId] }),
      ofMember: await token({ email: tenantA.member }),
      ofMemberOfB: await token({ email: tenantB.member }),
      ofStranger: await token({ email: stranger }),
      ofUnverified: await token({ email: tenantA.member, email_verified: false }),
      expired: await token({ ...ofA, iat: now - 2 * hour, exp: now - hour }),
      notYet: await token({ ...ofA, nbf: now + hour, exp: now + 2 * hour }),
      otherIssuer: await token({ ...ofA, iss: 'https://evil.example/' }),
      otherAudience: await token({ ...ofA, aud: 'somebody-else' }),
      forged: await otherProvider.sign({ sub: 'somebody', ...ofA }),
      unsigned: unsignedToken(
        { alg: 'none' },
        { iss: provider.issuer, aud: provider.audience, exp: now + hour, ...ofA },
      ),
      withoutScope: await forEachScope((scope) => token({ ...ofA, scope: otherScopes(scope).join(' ') })),
    },
    keys: {
      good,
      ofB: await makeKey(tenantB.tenantId),
      expired: await makeKey(tenantA.tenantId, { expiresAt: '2020-01-01T00:00:00Z' }),
      revoked: revoked.key,
      wrongSecret: withChange(good, { secret: 'A'.repeat(43) }),
      unknown: withChange(good, { id: 'aaaaaaaaaaaa' }),
      movedToB: withChange(good, { tenantId: tenantB.tenantId }),
      withoutScope: await forEachScope((scope) => makeKey(tenantA.tenantId, { scopes: otherScopes(scope) })),
    },
  }
}

function otherScopes(scope: Scope): readonly Scope[] {
  return scopes.filter((candidate) => candidate !== scope)
}

async function forEachScope(make: (scope: Scope) => Promise<string>): Promise<Readonly<Record<Scope, string>>> {
  return {
    'orders:read': await make('orders:read'),
    'orders:import': await make('orders:import'),
    admin: await make('admin'),
  }
}

function withChange(
  key: string,
  change: { readonly tenantId?: string; readonly id?: string; readonly secret?: string },
) {
  const parts = parseApiKey(key)
  if (parts === null) throw new Error('the key is malformed')
  return formatApiKey({ ...parts, ...change, tenantId: Object(change.tenantId ?? parts.tenantId) })
}
