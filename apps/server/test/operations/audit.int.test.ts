import { expect, it } from 'vitest'
import { z } from 'zod'
import { actorFromEmail } from '../../src/authentication/actor.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { codeFromAnswer, importedFrom } from '../harness/wire.ts'

const tenant = 'boutique-lyon'
const agent = 'agent@example.org'
const stranger = 'stranger@example.org'
const reference = '171-4093870-1757126'
const unknown = '171-0000000-0000009'

const rowSchema = z.object({
  tenant_id: z.string(),
  actor: z.string(),
  method: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  outcome: z.string(),
  request_id: z.string(),
})

/** Starts the service with memberships enforced, and calls it with a given request id. */
async function startAuditedService() {
  await using cleanup = new AsyncDisposableStack()
  const service = cleanup.use(await startOrderport({ MEMBERSHIP: 'enforce', PUBLIC_PORT: '0' }))
  await service.addMember(tenant, agent)
  service.connect(tenant).putOrder(sampleOrder(reference))
  const owned = cleanup.move()
  const as = (email: string, id: string) => ({ 'x-tenant-id': tenant, 'x-user-email': email, 'x-request-id': id })
  return {
    service,
    importAs: (email: string, id: string, orderRef: string) =>
      service.call('/api/v1/orders/import-one', { method: 'POST', headers: as(email, id), body: { orderRef } }),
    getAs: (email: string, id: string, order: string) =>
      service.call(`/api/v1/orders/${order}`, { headers: as(email, id) }),
    listAs: (email: string, id: string) => service.call('/api/v1/orders', { headers: as(email, id) }),
    /** The audit events, oldest first, one line each. */
    async auditLines() {
      const rows = await service.database.superuserQuery('SELECT * FROM audit_event ORDER BY id')
      return rows.map((row) => Object.values(rowSchema.parse(row)).join(' '))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it('imports, reads of a detail and refusals are recorded with actor, method, action, subject and outcome', async () => {
  await using fixture = await startAuditedService()
  const { service, importAs, getAs, listAs } = fixture
  const { orderId } = importedFrom(await importAs(agent, 'r1', reference))
  await importAs(agent, 'r2', reference)
  await importAs(agent, 'r3', unknown)
  await importAs(agent, 'r4', 'Jane Doe, 1 High Street')
  await getAs(agent, 'r5', orderId)
  await getAs(agent, 'r6', reference)
  await getAs(agent, 'r7', unknown)
  await getAs(agent, 'r8', 'jane@example.org')
  await listAs(agent, 'r9')
  await importAs(stranger, 'r10', reference)
  await getAs(stranger, 'r11', orderId)
  await listAs(stranger, 'r12')
  const member = actorFromEmail(agent)
  const outsider = actorFromEmail(stranger)
  expect(await fixture.auditLines()).toEqual([
    `${tenant} ${member} peer orders.import ${reference} ok r1`,
    `${tenant} ${member} peer orders.import ${reference} ok r2`,
    `${tenant} ${member} peer orders.import ${unknown} ORDER_NOT_FOUND_FOR_TENANT r3`,
    `${tenant} ${member} peer orders.import  ORDER_REF_INVALID r4`,
    `${tenant} ${member} peer orders.get ${orderId} ok r5`,
    `${tenant} ${member} peer orders.get ${orderId} ok r6`,
    `${tenant} ${member} peer orders.get ${unknown} ORDER_NOT_FOUND r7`,
    `${tenant} ${member} peer orders.get  ORDER_NOT_FOUND r8`,
    `${tenant} ${outsider} peer orders.import  NOT_MEMBER r10`,
    `${tenant} ${outsider} peer orders.get  NOT_MEMBER r11`,
    `${tenant} ${outsider} peer orders.list  NOT_MEMBER r12`,
  ])
  const everything = JSON.stringify(await service.database.superuserQuery('SELECT * FROM audit_event'))
  const person = /@|jane|doe|agent|stranger|street|vasseur|tisserands/i
  expect(everything).not.toMatch(person)
  expect((await getAs(agent, 'r13', orderId)).text).toMatch(/vasseur/i)
})

it('a call with an API key is recorded by the key’s id, also when a scope is missing', async () => {
  await using fixture = await startAuditedService()
  const { service } = fixture
  const reader = await service.addApiKey(tenant, { scopes: ['orders:read'] })
  const importer = await service.addApiKey(tenant, { scopes: ['orders:import'] })
  const importWith = (key: string, id: string) => {
    const headers = { 'x-api-key': key, 'x-request-id': id }
    return service.callPublic('/trpc/orders.import', { method: 'POST', headers, body: { orderRef: reference } })
  }
  expect((await importWith(reader.key, 'k1')).status).toBe(403)
  expect((await importWith(importer.key, 'k2')).status).toBe(200)
  expect(await fixture.auditLines()).toEqual([
    `${tenant} key:${reader.id} api_key orders.import  SCOPE_MISSING k1`,
    `${tenant} key:${importer.id} api_key orders.import ${reference} ok k2`,
  ])
})

it('a call that can’t be recorded is refused with 503, and succeeds once it can be', async () => {
  await using fixture = await startAuditedService()
  const { service, importAs, getAs, listAs } = fixture
  await service.database.superuserQuery('ALTER TABLE audit_event RENAME TO audit_event_away')
  for (const answer of [await importAs(agent, 'r1', reference), await getAs(agent, 'r2', reference)]) {
    expect([answer.status, codeFromAnswer(answer)]).toEqual([503, 'DATABASE_UNAVAILABLE'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(answer.text).not.toMatch(/vasseur/i)
  }
  expect((await importAs(stranger, 'r3', reference)).status).toBe(403)
  expect((await getAs(agent, 'r4', unknown)).status).toBe(404)
  expect((await listAs(agent, 'r5')).status).toBe(200)
  await service.database.superuserQuery('ALTER TABLE audit_event_away RENAME TO audit_event')
  expect(importedFrom(await importAs(agent, 'r6', reference)).source).toBe('cache')
  expect((await fixture.auditLines()).map((line) => line.split(' ').at(-1))).toEqual(['r6'])
})
