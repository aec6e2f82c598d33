import { DomainError, type Identity } from '@orderport/domain'
import { expect, it } from 'vitest'
import type { Caller } from './context.ts'
import { createCaller } from './router.ts'
import { fakeServices, tenant } from './testing/fake-services.ts'

const identity: Identity = { actor: 'peer', method: 'peer', tenants: 'any', scopes: ['orders:read'] }

it('every call of a procedure is reported with its outcome, whatever refused it', async () => {
  const services = fakeServices()
  const broken = { ...services, orders: { ...services.orders, list: () => Promise.reject(new Error('boom')) } }
  const as = (caller: () => Promise<Caller>, used = services) =>
    createCaller({ services: used, requestId: 'request-1', caller }).orders
  const reader = async () => ({ identity, tenantId: tenant })
  const stranger = () => Promise.reject(new DomainError('AUTH_REQUIRED'))
  const calls = [
    () => as(reader).list({}),
    () => as(reader).list({ limit: -1 }),
    () => as(reader).get({ orderId: 'ord-none' }),
    () => as(reader).import({ orderRef: '171-4093870-1757126' }),
    () => as(stranger).list({}),
    () => as(reader, broken).list({}),
  ]
  for (const call of calls) await Promise.allSettled([call()])
  expect(services.calls).toEqual([
    ['orders.list', 'ok'],
    ['orders.list', 'INVALID_REQUEST'],
    ['orders.get', 'ORDER_NOT_FOUND'],
    ['orders.import', 'SCOPE_MISSING'],
    ['orders.list', 'AUTH_REQUIRED'],
    ['orders.list', 'INTERNAL'],
  ])
})
