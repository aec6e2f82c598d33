import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { failureCode } from '../../test/harness/failure-code.ts'
import { requestWith } from '../../test/harness/request-with.ts'
import { createBearerAuthenticator } from './bearer-authentication.ts'
import type { TokenClaims } from './token-claims.ts'

const lyon = tenantIdSchema.parse('boutique-lyon')
const berlin = tenantIdSchema.parse('atelier-berlin')

const tokens: Readonly<Record<string, Pick<TokenClaims, 'tenants' | 'email'>>> = {
  none: { tenants: null, email: null },
  person: { tenants: null, email: 'agent@example.org' },
  one: { tenants: [lyon], email: null },
  two: { tenants: [lyon, berlin], email: null },
  empty: { tenants: [], email: 'agent@example.org' },
}

/** A listener's authenticator, and calls that it authenticates. */
function open({ provider = true } = {}) {
  const verified: string[] = []
  const authenticator = createBearerAuthenticator({
    verifyToken: provider
      ? async (token) => {
          verified.push(token)
          const claims = tokens[token]
          if (claims === undefined) throw new DomainError('AUTH_REQUIRED')
          return { actor: `subject:${token}`, scopes: null, ...claims }
        }
      : null,
    verifyApiKey: async () => ({
      identity: { actor: 'key:1', method: 'api_key', tenants: [lyon], scopes: ['orders:read'] },
      tenantId: lyon,
    }),
    memberships: { roleOf: async (tenantId: TenantId) => (tenantId === lyon ? 'agent' : null) },
  })
  const call = (token: string, tenant?: string) => {
    const headers: [string, string][] = [
      ['authorization', `Bearer ${token}`],
      // An asserted user means nothing here, even sent twice.
      ['x-user-email', 'admin@example.org'],
      ['x-user-email', 'agent@example.org'],
    ]
    if (tenant !== undefined) headers.push(['x-tenant-id', tenant])
    return authenticator.callerOf(requestWith(...headers))
  }
  return { authenticator, call, verified }
}

describe('the caller of the public listener', () => {
  it.each([
    ['one', undefined, lyon, [lyon]],
    ['one', lyon, lyon, [lyon]],
    ['one', berlin, berlin, [lyon]],
    ['two', berlin, berlin, [lyon, berlin]],
    ['person', lyon, lyon, [lyon]],
    ['person', berlin, berlin, []],
    ['none', lyon, lyon, []],
    ['empty', lyon, lyon, []],
  ] as const)(
    'with the token “%s” that names %s calls for %s and may act for %j',
    async (token, named, tenantId, tenants) => {
      expect(await open().call(token, named)).toMatchObject({ tenantId, identity: { method: 'jwt', tenants } })
    },
  )

  it.each([
    ['two', undefined, 'TENANT_ID_MISSING'],
    ['person', undefined, 'TENANT_ID_MISSING'],
    ['empty', undefined, 'TENANT_ID_MISSING'],
    ['one', '../lyon', 'INVALID_REQUEST'],
    ['forged', undefined, 'AUTH_REQUIRED'],
    ['forged', '../lyon', 'AUTH_REQUIRED'],
    ['opk_key', berlin, 'TENANT_MISMATCH'],
    ['opk_key', '../lyon', 'INVALID_REQUEST'],
  ])('with “%s” that names %s is refused with %s', async (credential, named, code) => {
    expect(await failureCode(open().call(credential, named))).toBe(code)
  })

  it('with an API key calls for the key’s tenant, named or not', async () => {
    expect((await open().call('opk_key')).tenantId).toBe(lyon)
    expect((await open().call('opk_key', lyon)).identity.actor).toBe('key:1')
  })

  it('can’t use a token when no identity provider is configured', async () => {
    expect(await failureCode(open({ provider: false }).call('one'))).toBe('AUTH_REQUIRED')
  })

  it('is authenticated once for each request', async () => {
    const { authenticator, verified } = open()
    const request = requestWith(['authorization', 'Bearer one'])
    await authenticator.authenticate(request)
    await authenticator.callerOf(request)
    await authenticator.callerOf(request)
    expect(verified).toEqual(['one'])
    await authenticator.callerOf(requestWith(['authorization', 'Bearer one']))
    expect(verified).toEqual(['one', 'one'])
  })
})
