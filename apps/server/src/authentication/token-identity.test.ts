import { tenantIdSchema, type MemberRole, type Scope } from '@orderport/domain'
import { expect, it } from 'vitest'
import { tokenIdentity } from './token-identity.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')
const other = tenantIdSchema.parse('atelier-berlin')
const unusedMemberships = { roleOf: () => Promise.reject(new Error('memberships were asked')) }
const agent: Scope[] = ['orders:read', 'orders:import']

it.each([
  [null, agent],
  [['orders:read'], ['orders:read']],
  [['admin'], ['admin']],
  [[], []],
] as [Scope[] | null, Scope[]][])(
  'a token that names tenants and the scopes %j gets %j, without a look at memberships',
  async (scopes, expected) => {
    const claims = { actor: 'subject:1', tenants: [tenantId, other], email: 'a@example.org', scopes }
    const identity = { actor: 'subject:1', method: 'jwt', tenants: [tenantId, other], scopes: expected }
    expect(await tokenIdentity(claims, tenantId, unusedMemberships)).toEqual(identity)
  },
)

it.each([
  ['agent', null, agent],
  ['admin', null, [...agent, 'admin']],
  ['agent', ['orders:read', 'admin'], ['orders:read']],
  ['admin', ['admin'], ['admin']],
  ['admin', [], []],
] as [MemberRole, Scope[] | null, Scope[]][])(
  'a member with the role %s and the scopes %j gets %j',
  async (role, scopes, expected) => {
    const claims = { actor: 'user:1', tenants: null, email: 'a@example.org', scopes }
    const identity = await tokenIdentity(claims, tenantId, { roleOf: () => Promise.resolve(role) })
    expect(identity).toEqual({ actor: 'user:1', method: 'jwt', tenants: [tenantId], scopes: expected })
  },
)

it('a stranger, and a token that names neither a tenant nor a person, get no tenant and no scope', async () => {
  const claims = { actor: 'user:1', tenants: null, email: 'a@example.org', scopes: ['admin'] as const }
  const nothing = { tenants: [], scopes: [] }
  expect(await tokenIdentity(claims, tenantId, { roleOf: () => Promise.resolve(null) })).toMatchObject(nothing)
  expect(await tokenIdentity({ ...claims, email: null }, tenantId, unusedMemberships)).toMatchObject(nothing)
})
