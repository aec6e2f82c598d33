import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer } from '../../test/harness/wire.ts'

const tenant = 'boutique-lyon'
const member = 'agent@example.org'
const stranger = 'stranger@example.org'
const reference = '171-4093870-1757126'

const trpcFailure = z.object({ error: z.object({ data: z.object({ appCode: z.string() }) }) })

/** Starts a service that enforces memberships. Returns how to call one operation over both REST and tRPC. */
async function open() {
  const service = await startOrderport({ MEMBERSHIP: 'enforce' })
  await service.addMember(tenant, member)
  /** Calls over REST, then over tRPC; returns each answer's status and code. */
  async function both(
    email: string,
    calls: (headers: Record<string, string>) => readonly [Promise<Answer>, Promise<Answer>],
  ) {
    const [rest, trpc] = await Promise.all(calls({ 'x-tenant-id': tenant, 'x-user-email': email }))
    const { appCode } = trpcFailure.parse(trpc.body).error.data
    return { rest: `${rest.status} ${codeFromAnswer(rest)}`, trpc: `${trpc.status} ${appCode}` }
  }
  return {
    service,
    importBothWays: (email: string, body: unknown) =>
      both(email, (headers) => [
        service.call('/api/v1/orders/import-one', { method: 'POST', headers, body }),
        service.call('/trpc/orders.import', { method: 'POST', headers, body }),
      ]),
    listBothWays: (email: string, limit: unknown) =>
      both(email, (headers) => [
        service.call(`/api/v1/orders?limit=${String(limit)}`, { headers }),
        service.call(`/trpc/orders.list?input=${encodeURIComponent(JSON.stringify({ limit }))}`, { headers }),
      ]),
    /** Returns what was audited, a line for each row. */
    async audited() {
      const rows = await service.database.superuserQuery(
        'SELECT tenant_id, method, action, subject, outcome FROM audit_event ORDER BY id',
      )
      return rows.map((row) => Object.values(row).map(String).join(' '))
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
}

describe('REST and tRPC authorise a caller before they parse the input', () => {
  it.each([
    [{}, 'ORDER_REF_MISSING'],
    [{ orderRef: 5 }, 'ORDER_REF_INVALID'],
    [{ orderRef: reference, refresh: 'yes' }, 'INVALID_REQUEST'],
    [[], 'INVALID_REQUEST'],
  ])('the import %j: a stranger gets an audited 403 from both, a member 400 %s', async (body, code) => {
    await using world = await open()
    expect(await world.importBothWays(stranger, body)).toEqual({ rest: '403 NOT_MEMBER', trpc: '403 NOT_MEMBER' })
    const refusal = `${tenant} peer orders.import null NOT_MEMBER`
    expect(await world.audited()).toEqual([refusal, refusal])
    expect(await world.importBothWays(member, body)).toEqual({ rest: `400 ${code}`, trpc: `400 ${code}` })
    expect(await world.audited()).toEqual([refusal, refusal])
  })

  it('a list with a malformed limit: a stranger gets an audited 403 from both, a member 400', async () => {
    await using world = await open()
    expect(await world.listBothWays(stranger, 'abc')).toEqual({ rest: '403 NOT_MEMBER', trpc: '403 NOT_MEMBER' })
    const refusal = `${tenant} peer orders.list null NOT_MEMBER`
    expect(await world.audited()).toEqual([refusal, refusal])
    const malformed = '400 INVALID_REQUEST'
    expect(await world.listBothWays(member, 'abc')).toEqual({ rest: malformed, trpc: malformed })
  })
})

it('REST refuses a stranger’s request without an audit when it can’t read a tenant or the body', async () => {
  await using world = await open()
  const importAs = async (headers: Record<string, string>, body: unknown) => {
    const answer = await world.service.call('/api/v1/orders/import-one', {
      method: 'POST',
      headers: { 'x-user-email': stranger, ...headers },
      body,
    })
    return `${answer.status} ${codeFromAnswer(answer)}`
  }
  const named = { 'x-tenant-id': tenant }
  expect(await importAs({}, { orderRef: reference })).toBe('400 TENANT_ID_MISSING')
  expect(await importAs({ 'x-tenant-id': '../etc' }, { orderRef: reference })).toBe('400 INVALID_REQUEST')
  expect(await importAs(named, { orderRef: reference, tenantId: 'another' })).toBe('403 TENANT_MISMATCH')
  expect(await importAs(named, '{"orderRef":')).toBe('400 INVALID_REQUEST')
  expect(await importAs(named, { orderRef: 'x'.repeat(300_000) })).toBe('413 PAYLOAD_TOO_LARGE')
  expect(await world.audited()).toEqual([])
})
