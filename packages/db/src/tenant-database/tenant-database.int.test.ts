import type { TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import type { TenantDatabase } from './tenant-database.ts'

interface Fixture extends AsyncDisposable {
  readonly tenantDatabase: TenantDatabase
  readonly database: TestDatabase
}

/** With one connection, so that the next statement would meet whatever a statement leaves behind. */
async function openFixture(parameters = ''): Promise<Fixture> {
  const database = await migratedDatabase()
  await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES
    ('a', '${tenantA}', '1'), ('b', '${tenantB}', '1')`)
  const tenantDatabase = openTenantDatabase(`${database.runtimeUrl}${parameters}`, { statementTimeoutMs: 2000 })
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

  it('shows a transaction its tenant’s rows, in UTC and READ COMMITTED', async () => {
    await using fixture = await openFixture(parameters)
    await fixture.database.superuserQuery(
      `ALTER ROLE ${fixture.database.runtimeRole} SET default_transaction_isolation = 'serializable';
       ALTER ROLE ${fixture.database.runtimeRole} SET timezone = 'Asia/Tokyo'`,
    )
    const seen = await fixture.tenantDatabase.withTenant(tenantB).transaction(async (transaction) => ({
      orders: await transaction.order.findMany({ select: { id: true } }),
      settings: await transaction.$queryRaw`
        SELECT current_setting('TimeZone') AS zone, current_setting('transaction_isolation') AS isolation`,
    }))
    expect(seen).toEqual({ orders: [{ id: 'b' }], settings: [{ zone: 'UTC', isolation: 'read committed' }] })
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

  it('leaves no setting behind in the session', async () => {
    await using fixture = await openFixture(parameters)
    const { withTenant, withoutTenant } = fixture.tenantDatabase
    await idsSeen(withTenant(tenantA))
    await withTenant(tenantA).transaction(async (transaction) => transaction.order.count())
    const { rows } = await withoutTenant.query({ text: `SELECT current_setting('orderport.tenant_id') AS tenant` })
    expect(rows).toEqual([{ tenant: '' }])
  })
})

it('prepares no statement behind a pooler, where the next session would not have it', async () => {
  const prepared = { text: 'SELECT name FROM pg_prepared_statements' }
  const named = { ...allIds, name: 'all_ids' }
  for (const [parameters, expected] of [
    ['', [{ name: 'all_ids' }]],
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
