import { describe, expect, it } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

describe.each(['owner', 'superuser'] as const)('as the %s', (login) => {
  it('a tenant’s audit is listed newest first, since a moment, up to a limit', async () => {
    await using fixture = await administeredDatabase(login)
    const { audit, tenants } = fixture.administration
    for (const name of ['One', 'Two', 'Three']) await tenants.add(lyon, name)
    await tenants.add(kiel, 'Kiel')
    await fixture.database.superuserQuery(`
      INSERT INTO audit_event (tenant_id, at, actor, method, action, outcome, request_id)
      VALUES ('${lyon}', '2020-01-01', 'peer', 'peer', 'orders.get', 'ORDER_NOT_FOUND', 'r1')`)
    const list = (since: string | null, limit: number) => audit.list({ tenantId: lyon, since, limit })
    expect((await list(null, 10)).map(({ action }) => action)).toEqual([
      'tenant.rename',
      'tenant.rename',
      'tenant.rename',
      'orders.get',
    ])
    expect(await list('2020-01-01T00:00:00.001Z', 2)).toHaveLength(2)
    expect(await list('2020-01-01T00:00:00.001Z', 10)).toHaveLength(3)
    expect((await list('2020-01-01T00:00:00.000Z', 10)).at(-1)).toEqual({
      tenantId: lyon,
      at: '2020-01-01T00:00:00.000Z',
      actor: 'peer',
      method: 'peer',
      action: 'orders.get',
      subject: null,
      outcome: 'ORDER_NOT_FOUND',
      requestId: 'r1',
    })
  })
})
