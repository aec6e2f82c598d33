import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { failureCode } from '../../test/harness/failure-code.ts'
import { requestWith } from '../../test/harness/request-with.ts'
import { createBearerCallers } from './bearer-authentication.ts'
import type { TokenFacts } from './token-claims.ts'

const lyon = tenantIdSchema.parse('boutique-lyon')
const berlin = tenantIdSchema.parse('atelier-berlin')

const tokens: Readonly<Record<string, Pick<TokenFacts, 'tenants' | 'email'>>> = {
  none: { tenants: null, email: null },
  person: { tenants: null, email: 'agent@example.org' },
  one: { tenants: [lyon], email: null },
  two: { tenants: [lyon, berlin], email: null },
  empty: { tenants: [], email: 'agent@example.org' },
}

function callers({ provider = true } = {}) {
  const verified: string[] = []
  const bearerCallers = createBearerCallers({
    verifyToken: provider
      ? async (token) => {
          verified.push(token)
          const facts = tokens[token]
          if (facts === undefined) throw new DomainError('AUTH_REQUIRED')
          return { actor: `subject:${token}`, scopes: null, ...facts }
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
      // Asserted by whoever calls: means nothing here, even doubled.
      ['x-user-email', 'admin@example.org'],
      ['x-user-email', 'agent@example.org'],
    ]
    if (tenant !== undefined) headers.push(['x-tenant-id', tenant])
    return bearerCallers.callerOf(requestWith(...headers))
  }
  return { bearerCallers, call, verified }
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
    'by the token “%s” asking for %s calls for %s and may act for %j',
    async (token, asked, tenantId, tenants) => {
      expect(await callers().call(token, asked)).toMatchObject({ tenantId, identity: { method: 'jwt', tenants } })
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
  ])('by “%s” asking for %s is refused with %s', async (credential, asked, code) => {
    expect(await failureCode(callers().call(credential, asked))).toBe(code)
  })

  it('by an API key calls for its tenant, named or not', async () => {
    expect((await callers().call('opk_key')).tenantId).toBe(lyon)
    expect((await callers().call('opk_key', lyon)).identity.actor).toBe('key:1')
  })

  it('has no token where no identity provider is configured', async () => {
    expect(await failureCode(callers({ provider: false }).call('one'))).toBe('AUTH_REQUIRED')
  })

  it('is proven once for each request', async () => {
    const { bearerCallers, verified } = callers()
    const request = requestWith(['authorization', 'Bearer one'])
    await bearerCallers.prove(request)
    await bearerCallers.callerOf(request)
    await bearerCallers.callerOf(request)
    expect(verified).toEqual(['one'])
    await bearerCallers.callerOf(requestWith(['authorization', 'Bearer one']))
    expect(verified).toEqual(['one', 'one'])
  })
})
