import type { TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it, vi } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import type { TenantDatabase } from './tenant-database.ts'

interface Fixture extends AsyncDisposable {
  readonly tenantDatabase: TenantDatabase
  readonly database: TestDatabase
}

/** With one connection, so that the next statement would meet whatever a statement leaves behind. */
async function openFixture(parameters = '', poolSize = 1): Promise<Fixture> {
  const database = await migratedDatabase()
  await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES
    ('a', '${tenantA}', '1'), ('b', '${tenantB}', '1')`)
  const tenantDatabase = openTenantDatabase(`${database.runtimeUrl}${parameters}`, {
    poolSize,
    statementTimeoutMs: 2000,
  })
  return {
    tenantDatabase,
    database,
    [Symbol.asyncDispose]: async () => {
      await tenantDatabase.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

const allIds = { text: 'SELECT id FROM orders ORDER BY id' }

async function idsSeen(scope: TenantDatabase['withoutTenant']): Promise<unknown[]> {
  return (await scope.query(allIds)).rows.map((row) => Reflect.get(row, 'id'))
}

describe.each([
  ['its own sessions', ''],
  ['a pooler’s sessions', '?pgbouncer=true'],
])('a tenant database on %s', (_name, parameters) => {
  it('shows each tenant only its rows, whatever the statement selects, and none without a tenant', async () => {
    await using fixture = await openFixture(parameters)
    const { withTenant, withoutTenant } = fixture.tenantDatabase
    const scopes = [withTenant(tenantA), withTenant(tenantB), withoutTenant, withTenant(tenantA)]
    expect(await Promise.all(scopes.map((scope) => idsSeen(scope)))).toEqual([['a'], ['b'], [], ['a']])
  })

  it('shows a transaction its tenant’s rows, READ COMMITTED', async () => {
    await using fixture = await openFixture(parameters)
    await fixture.database.superuserQuery(
      `ALTER ROLE ${fixture.database.runtimeRole} SET default_transaction_isolation = 'serializable'`,
    )
    const seen = await fixture.tenantDatabase.withTenant(tenantB).transaction(async (query) => ({
      orders: (await query(allIds)).rows,
      settings: (await query({ text: `SELECT current_setting('transaction_isolation') AS isolation` })).rows,
    }))
    expect(seen).toEqual({ orders: [{ id: 'b' }], settings: [{ isolation: 'read committed' }] })
  })

  it('cancels a slow statement', async () => {
    await using fixture = await openFixture(parameters)
    const slow = fixture.tenantDatabase.withTenant(tenantA).query({ text: 'SELECT pg_sleep(60)' })
    await expect(slow).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause: { code: '57014' } })
    expect(await idsSeen(fixture.tenantDatabase.withTenant(tenantA))).toEqual(['a'])
  })

  it('keeps a committed write, and nothing of a failed one', async () => {
    await using fixture = await openFixture(parameters)
    const scope = fixture.tenantDatabase.withTenant(tenantA)
    await scope.query({ text: "UPDATE orders SET status = 'Shipped'" })
    await expect(scope.query({ text: 'UPDATE orders SET status = (1 / (length(status) - 7))::text' })).rejects.toThrow(
      /division by zero/,
    )
    expect(await fixture.database.superuserQuery('SELECT id, status FROM orders ORDER BY id')).toEqual([
      { id: 'a', status: 'Shipped' },
      { id: 'b', status: 'Unshipped' },
    ])
  })

  it('runs a statement READ COMMITTED, whatever the role’s default is', async () => {
    await using fixture = await openFixture(parameters)
    await fixture.database.superuserQuery(
      `ALTER ROLE ${fixture.database.runtimeRole} SET default_transaction_isolation = 'serializable'`,
    )
    const text = `SELECT current_setting('transaction_isolation') AS isolation`
    const { rows } = await fixture.tenantDatabase.withTenant(tenantA).query({ text })
    expect(rows).toEqual([{ isolation: 'read committed' }])
  })

  it('shares a connection among the look-ups of one turn, each as its own tenant', async () => {
    await using fixture = await openFixture(parameters, 4)
    const { withTenant } = fixture.tenantDatabase
    const text = 'SELECT id, pg_backend_pid() AS backend FROM orders'
    const tenants = Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? tenantB : tenantA))
    const found = await Promise.all(
      tenants.map((tenant) => withTenant(tenant).lookUp<{ id: string; backend: number }>({ name: 'own', text })),
    )
    expect(found.map(({ rows }) => rows.map(({ id }) => id))).toEqual(
      tenants.map((tenant) => [tenant === tenantB ? 'b' : 'a']),
    )
    expect(new Set(found.flatMap(({ rows }) => rows.map(({ backend }) => backend))).size).toBe(2)
  })

  it('fails one of the look-ups that share a connection, and no other', async () => {
    await using fixture = await openFixture(parameters)
    const scope = fixture.tenantDatabase.withTenant(tenantA)
    const ended = await Promise.allSettled([
      scope.lookUp(allIds),
      scope.lookUp({ text: 'SELECT 1 / (length(id) - 1) FROM orders' }),
      fixture.tenantDatabase.withTenant(tenantB).lookUp(allIds),
    ])
    expect(ended).toMatchObject([
      { status: 'fulfilled', value: { rows: [{ id: 'a' }] } },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'fulfilled', value: { rows: [{ id: 'b' }] } },
    ])
    expect(await idsSeen(fixture.tenantDatabase.withoutTenant)).toEqual([])
  })

  it('commits statements of several tenants together, each as its tenant, or none of them', async () => {
    await using fixture = await openFixture(parameters)
    const { together, withoutTenant } = fixture.tenantDatabase
    const change = (text: string) => [tenantA, tenantB].map((tenantId) => ({ tenantId, statement: { text } }))
    await together(change("UPDATE orders SET carrier = 'La Poste ' || id"))
    const [first, second] = change("UPDATE orders SET carrier = 'DHL'")
    const [failing] = change('UPDATE orders SET carrier = (1 / 0)::text')
    if (first === undefined || second === undefined || failing === undefined) throw new Error('no statements')
    await expect(together([first, failing, second])).rejects.toMatchObject({ code: '22012' })
    expect(await fixture.database.superuserQuery('SELECT carrier FROM orders ORDER BY id')).toEqual([
      { carrier: 'La Poste a' },
      { carrier: 'La Poste b' },
    ])
    expect(await idsSeen(withoutTenant)).toEqual([])
  })

  it('refuses what one tenant writes in another one’s name, also beside statements of that one', async () => {
    await using fixture = await openFixture(parameters)
    const text = 'INSERT INTO orders (id, tenant_id, external_order_id) VALUES ($1, $2, $1)'
    const statements = [
      { tenantId: tenantB, statement: { text, values: ['c', tenantB] } },
      { tenantId: tenantA, statement: { text, values: ['d', tenantB] } },
    ]
    await expect(fixture.tenantDatabase.together(statements)).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await fixture.database.superuserQuery('SELECT id FROM orders ORDER BY id')).toEqual([
      { id: 'a' },
      { id: 'b' },
    ])
  })

  it('fails what runs on a killed connection as DATABASE_UNAVAILABLE, and goes on', async () => {
    await using fixture = await openFixture(parameters)
    const { withTenant } = fixture.tenantDatabase
    await idsSeen(withTenant(tenantA))
    const cut = Promise.allSettled([
      withTenant(tenantA).lookUp({ text: 'SELECT pg_sleep(60)' }),
      withTenant(tenantB).lookUp(allIds),
    ])
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE usename = '${fixture.database.runtimeRole}' AND query LIKE '%pg_sleep%' AND state = 'active'`
    await vi.waitFor(async () => expect(await fixture.database.superuserQuery(kill)).toHaveLength(1))
    for (const outcome of await cut) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_UNAVAILABLE' } })
    }
    expect(await idsSeen(withTenant(tenantA))).toEqual(['a'])
  })

  it('runs statements together: each sees what those before it wrote, and nothing stays if one fails', async () => {
    await using fixture = await openFixture(parameters)
    const scope = fixture.tenantDatabase.withTenant(tenantA)
    const ship = { text: "UPDATE orders SET status = 'Shipped'" }
    const statuses = { text: 'SELECT status FROM orders' }
    expect(await scope.queryTogether([ship, statuses])).toEqual([[], [{ status: 'Shipped' }]])
    const cancel = { text: "UPDATE orders SET status = 'Canceled'" }
    await expect(scope.queryTogether([cancel, { text: 'SELECT 1 / 0' }])).rejects.toThrow(/division by zero/)
    expect(await scope.queryTogether([statuses])).toEqual([[{ status: 'Shipped' }]])
  })

  it('leaves no setting behind in the session', async () => {
    await using fixture = await openFixture(parameters)
    const { withTenant, withoutTenant } = fixture.tenantDatabase
    await idsSeen(withTenant(tenantA))
    await withTenant(tenantA).transaction((query) => query(allIds))
    const { rows } = await withoutTenant.query({ text: `SELECT current_setting('orderport.tenant_id') AS tenant` })
    expect(rows).toEqual([{ tenant: '' }])
  })
})

it('prepares no statement behind a pooler, where the next session would not have it', async () => {
  const prepared = { text: 'SELECT name FROM pg_prepared_statements ORDER BY prepare_time' }
  const named = { ...allIds, name: 'all_ids' }
  for (const [parameters, expected] of [
    ['', [{ name: 'orderport_scope' }, { name: 'all_ids' }]],
    ['?pgbouncer=true', []],
  ] as const) {
    await using fixture = await openFixture(parameters)
    await fixture.tenantDatabase.withTenant(tenantA).query(named)
    expect((await fixture.tenantDatabase.withoutTenant.query(prepared)).rows).toEqual(expected)
  }
})

it('a tenant’s id can’t escape its quotes', async () => {
  await using fixture = await openFixture()
  const hostile = `x'; SET LOCAL orderport.tenant_id = '${tenantB}`
  const seen = await fixture.tenantDatabase.withTenant(Object(hostile)).query(allIds)
  expect(seen.rows).toEqual([])
})

it('a statement that could not be prepared is prepared when it is tried again', async () => {
  await using fixture = await openFixture()
  const scope = fixture.tenantDatabase.withTenant(tenantA)
  const statement = { name: 'later', text: 'SELECT word FROM later' }
  await expect(scope.query(statement)).rejects.toMatchObject({ cause: { code: '42P01' } })
  await fixture.database.superuserQuery(
    `CREATE TABLE later AS SELECT 'here' AS word; GRANT SELECT ON later TO ${fixture.database.runtimeRole}`,
  )
  expect((await scope.query(statement)).rows).toEqual([{ word: 'here' }])
})

it('a name that stands for two statements is refused: the first one would run', async () => {
  await using fixture = await openFixture()
  const scope = fixture.tenantDatabase.withTenant(tenantA)
  await scope.query({ name: 'one', text: 'SELECT 1 AS n' })
  await expect(scope.query({ name: 'one', text: 'SELECT 2 AS n' })).rejects.toThrow('Two statements have the name one.')
  expect((await scope.query({ name: 'one', text: 'SELECT 1 AS n' })).rows).toEqual([{ n: 1 }])
})

it('parameters and results of every kind that the stores use keep their value', async () => {
  await using fixture = await openFixture()
  const text = `SELECT $1::text AS text, $2::int AS number, $3::boolean AS flag, $4::bytea AS bytes, $5::text[] AS list,
    $6::jsonb AS json, $7::timestamptz = '2026-02-05T10:11:12.345Z' AS same, $8::text AS nothing, $9::numeric AS amount`
  const values = [
    'Zoé',
    7,
    true,
    new Uint8Array([0, 255]),
    ['a "b"', String.raw`c\d`, '', null, 'e,{f}'],
    { a: [1] },
    new Date('2026-02-05T10:11:12.345Z'),
    null,
    '29.90',
  ]
  const { rows, rowCount } = await fixture.tenantDatabase.withoutTenant.query({ text, values })
  expect(rowCount).toBe(1)
  expect(rows).toEqual([
    {
      text: 'Zoé',
      number: 7,
      flag: true,
      bytes: Buffer.from([0, 255]),
      list: ['a "b"', String.raw`c\d`, '', null, 'e,{f}'],
      json: { a: [1] },
      same: true,
      nothing: null,
      amount: '29.90',
    },
  ])
})
