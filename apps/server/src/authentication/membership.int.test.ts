import { describe, expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer } from '../../test/harness/wire.ts'
import { actorFromEmail } from './actor.ts'

const tenant = 'boutique-lyon'
const agent = 'agent@example.org'

/** The service with memberships enforced, and one member. */
async function enforced() {
  const { now, pass } = createClock()
  const service = await startOrderport({ MEMBERSHIP: 'enforce' }, { now })
  await service.addMember(tenant, agent)
  const ask = (tenantId: string, email: string | null, path = '') =>
    service.call(`/api/v1/orders${path}`, {
      headers: {
        'x-tenant-id': tenantId,
        'x-request-id': 'same',
        ...(email === null ? {} : { 'x-user-email': email }),
      },
    })
  return { service, ask, pass, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

function outcome(answer: Answer): string {
  return answer.status === 200 ? '200' : `${answer.status} ${codeFromAnswer(answer)}`
}

describe('MEMBERSHIP=enforce', () => {
  it.each([
    [tenant, agent, '200'],
    [tenant, 'Agent@Example.ORG', '200'],
    [tenant, null, '401 AUTH_REQUIRED'],
    [tenant, '', '401 AUTH_REQUIRED'],
    [tenant, 'agent', '401 AUTH_REQUIRED'],
    [tenant, 'stranger@example.org', '403 NOT_MEMBER'],
    ['atelier-berlin', agent, '403 NOT_MEMBER'],
    ['BOUTIQUE-LYON', agent, '403 NOT_MEMBER'],
  ])('for %s, %s gets %s', async (tenantId, email, expected) => {
    await using world = await enforced()
    expect(outcome(await world.ask(tenantId, email))).toBe(expected)
  })

  it('gives a stranger the same answer for a tenant that exists and one that doesn’t', async () => {
    await using world = await enforced()
    await world.service.addMember('atelier-berlin', 'chef@example.org', 'admin')
    const existing = await world.ask('atelier-berlin', agent)
    const absent = await world.ask('no-such-tenant', agent)
    expect(existing.text).toBe(absent.text)
    expect(existing.status).toBe(403)
  })

  it('lets a new member in at once, and refuses a removed one after ten seconds', async () => {
    await using world = await enforced()
    const colleague = 'colleague@example.org'
    expect(outcome(await world.ask(tenant, colleague))).toBe('403 NOT_MEMBER')
    await world.service.addMember(tenant, colleague)
    expect(outcome(await world.ask(tenant, colleague))).toBe('200')
    await world.service.database.superuserQuery(`DELETE FROM members WHERE email = '${colleague}'`)
    world.pass(10_001)
    expect(outcome(await world.ask(tenant, colleague))).toBe('403 NOT_MEMBER')
  })

  it('audits a refusal under the tenant, without the person’s address', async () => {
    await using world = await enforced()
    await world.ask(tenant, 'stranger@example.org')
    const rows = await world.service.database.superuserQuery(
      'SELECT tenant_id, actor, method, outcome FROM audit_event',
    )
    expect(rows).toEqual([
      { tenant_id: tenant, actor: actorFromEmail('stranger@example.org'), method: 'peer', outcome: 'NOT_MEMBER' },
    ])
  })

  it('does not apply to health and metrics', async () => {
    await using world = await enforced()
    for (const path of ['/livez', '/readyz', '/health', '/metrics']) {
      expect((await world.service.call(path)).status).toBe(200)
    }
  })
})
