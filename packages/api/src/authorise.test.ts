import { DomainError, type Identity } from '@orderport/domain'
import { expect, it } from 'vitest'
import { authorise } from './authorise.ts'
import type { Context, Services } from './context.ts'
import { fakeServices, otherTenant, tenant } from './testing/fake-services.ts'

function contextOf(identity: Partial<Identity>, services: Services = fakeServices()): Context {
  const caller: Identity = { actor: 'user:1', method: 'peer', tenants: 'any', scopes: ['orders:read'], ...identity }
  return {
    services,
    requestId: 'request-1',
    caller: () => Promise.resolve({ identity: caller, tenantId: tenant }),
  }
}

it.each<Partial<Identity>>([{ tenants: 'any' }, { tenants: [otherTenant, tenant] }])(
  'a caller with %j and the scope may call, which is not audited here',
  async (identity) => {
    const services = fakeServices()
    const caller = await authorise(contextOf(identity, services), 'orders:read', 'orders.get')
    expect(caller).toMatchObject({ tenantId: tenant, identity: { actor: 'user:1' } })
    expect(services.audited).toEqual([])
  },
)

it.each<[string, Partial<Identity>]>([
  ['NOT_MEMBER', { tenants: [] }],
  ['NOT_MEMBER', { tenants: [otherTenant] }],
  ['NOT_MEMBER', { tenants: [otherTenant], scopes: [] }],
  ['SCOPE_MISSING', { scopes: [] }],
  ['SCOPE_MISSING', { scopes: ['orders:import', 'admin'] }],
])('%s for a caller with %j, audited under the tenant that it named', async (code, identity) => {
  const services = fakeServices()
  await expect(authorise(contextOf(identity, services), 'orders:read', 'orders.get')).rejects.toMatchObject({ code })
  expect(services.audited).toEqual([
    {
      actor: 'user:1',
      method: 'peer',
      action: 'orders.get',
      subject: null,
      outcome: code,
      requestId: 'request-1',
      tenantId: tenant,
    },
  ])
})

it('a refusal that can’t be recorded is a refusal all the same', async () => {
  const services = fakeServices({ audit: { record: () => Promise.reject(new DomainError('DATABASE_UNAVAILABLE')) } })
  const refused = authorise(contextOf({ tenants: [] }, services), 'orders:read', 'orders.get')
  await expect(refused).rejects.toMatchObject({ code: 'NOT_MEMBER' })
})

it('the edge’s own refusal passes through, without an audit: no tenant is known', async () => {
  const services = fakeServices()
  const refusal = new DomainError('AUTH_REQUIRED')
  const context = { ...contextOf({}, services), caller: () => Promise.reject(refusal) }
  await expect(authorise(context, 'orders:read', 'orders.get')).rejects.toBe(refusal)
  expect(services.audited).toEqual([])
})
