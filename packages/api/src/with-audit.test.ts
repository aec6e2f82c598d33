import { DomainError, type Identity } from '@orderport/domain'
import { expect, it } from 'vitest'
import type { Services } from './context.ts'
import { fakeServices, tenant } from './testing/fake-services.ts'
import { auditSubject, withAudit } from './with-audit.ts'

const identity: Identity = { actor: 'key:k1', method: 'api_key', tenants: [tenant], scopes: ['orders:read'] }
const event = {
  actor: 'key:k1',
  method: 'api_key',
  action: 'orders.get',
  requestId: 'request-1',
  tenantId: tenant,
}
const away = new DomainError('DATABASE_UNAVAILABLE')
const auditAway = { audit: { record: () => Promise.reject(away) } }

/** Calls a procedure that returns `output` or throws it, if it is an error. */
function call(services: Services, output: unknown): Promise<unknown> {
  const caller = { identity, tenantId: tenant, caller: () => Promise.resolve({ identity, tenantId: tenant }) }
  const procedure = withAudit(
    async () => {
      if (output instanceof Error) throw output
      return output
    },
    ({ input }, answered) => `${String(input)} ${answered === null ? 'unanswered' : 'answered'}`,
  )
  return procedure({ ctx: { ...caller, services, requestId: 'request-1' }, input: 'order', path: 'orders.get' })
}

it('a success is recorded with its subject, and answered', async () => {
  const services = fakeServices()
  expect(await call(services, { id: 'ord-1' })).toEqual({ id: 'ord-1' })
  expect(services.audited).toEqual([{ ...event, subject: 'order answered', outcome: 'ok' }])
})

it.each([
  [new DomainError('ORDER_NOT_FOUND'), 'ORDER_NOT_FOUND'],
  [new Error('boom'), 'INTERNAL'],
])('%s is recorded as %s, and thrown', async (failure, outcome) => {
  const services = fakeServices()
  await expect(call(services, failure)).rejects.toBe(failure)
  expect(services.audited).toEqual([{ ...event, subject: 'order unanswered', outcome }])
})

it('a success that can’t be recorded is not answered', async () => {
  await expect(call(fakeServices(auditAway), { id: 'ord-1' })).rejects.toBe(away)
})

it('a failure that can’t be recorded stays the answer', async () => {
  const failure = new DomainError('ORDER_NOT_FOUND')
  await expect(call(fakeServices(auditAway), failure)).rejects.toBe(failure)
})

it.each([
  ['171-4093870-1757126', '171-4093870-1757126'],
  ['ord-mlanrh0t-9kjknx', 'ord-mlanrh0t-9kjknx'],
  ['Camille Durand', null],
  ['camille@example.org', null],
  ['ord-mlanrh0t-9kjknx camille', null],
  ['', null],
])('the audit’s subject of %j is %j', (text, subject) => {
  expect(auditSubject(fakeServices(), text)).toBe(subject)
})
