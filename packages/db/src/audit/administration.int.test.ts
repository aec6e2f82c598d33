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
    const list = (since: string | undefined, limit: number) => audit.list({ tenantId: lyon, since, limit })
    expect((await list(undefined, 10)).map(({ action }) => action)).toEqual([
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

  it('the audit is narrowed by actor, action, order, request and time, for a tenant or for all', async () => {
    await using fixture = await administeredDatabase(login)
    await fixture.database.superuserQuery(`
      INSERT INTO orders (id, tenant_id, external_order_id, channel) VALUES
        ('ord-1', '${lyon}', 'R-1', 'amazon'), ('ord-2', '${kiel}', 'R-1', 'amazon');
      INSERT INTO audit_event (tenant_id, at, actor, method, action, subject, outcome, request_id) VALUES
        ('${lyon}', '2026-01-01', 'user:a', 'peer', 'orders.import', 'R-1', 'ok', 'r1'),
        ('${lyon}', '2026-01-02', 'user:b', 'peer', 'orders.get', 'ord-1', 'ok', 'r2'),
        ('${kiel}', '2026-01-03', 'user:a', 'peer', 'orders.get', 'ord-2', 'ok', 'r3'),
        ('${kiel}', '2026-01-04', 'key:k', 'api_key', 'orders.import', 'R-2', 'ok', 'r2')`)
    const { audit } = fixture.administration
    const found = async (query: Omit<Parameters<typeof audit.list>[0], 'limit' | 'tenantId'>) =>
      (await audit.list({ tenantId: null, limit: 10, ...query })).map(({ at }) => at.slice(0, 10))
    const day = (number: number) => `2026-01-0${number}`
    expect(await found({})).toEqual([day(4), day(3), day(2), day(1)])
    expect(await found({ actor: 'user:a' })).toEqual([day(3), day(1)])
    expect(await found({ action: 'orders.import' })).toEqual([day(4), day(1)])
    expect(await found({ requestId: 'r2' })).toEqual([day(4), day(2)])
    expect(await found({ since: `${day(2)}T00:00:00.000Z`, until: `${day(4)}T00:00:00.000Z` })).toEqual([
      day(3),
      day(2),
    ])
    expect(await found({ actor: 'user:a', action: 'orders.get' })).toEqual([day(3)])
    expect(await found({ subject: 'R-1' })).toEqual([day(3), day(2), day(1)])
    expect(await found({ subject: 'ord-1' })).toEqual([day(2), day(1)])
    expect(await found({ subject: 'R-2' })).toEqual([day(4)])
    const ofLyon = await audit.list({ tenantId: lyon, subject: 'R-1', limit: 10 })
    expect(ofLyon.map(({ subject }) => subject)).toEqual(['ord-1', 'R-1'])
  })
})
