import type { TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, test } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTestDoor } from '../testing/open-test-door.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import type { Door } from './door.ts'

interface Fixture extends AsyncDisposable {
  readonly door: Door
  readonly database: TestDatabase
}

/** One connection, so that whatever a statement leaves behind would meet the next one. */
async function openFixture(parameters = ''): Promise<Fixture> {
  const database = await migratedDatabase()
  await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES
    ('a', '${tenantA}', '1'), ('b', '${tenantB}', '1')`)
  const door = openTestDoor(`${database.runtimeUrl}${parameters}`, { statementTimeoutMs: 2000 })
  return {
    door,
    database,
    [Symbol.asyncDispose]: async () => {
      await door.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

const allIds = { text: 'SELECT id FROM orders ORDER BY id' }

async function idsSeen(scope: Door['withoutTenant']): Promise<unknown[]> {
  return (await scope.query(allIds)).rows.map((row) => Reflect.get(row, 'id'))
}

describe.each([
  ['its own session', ''],
  ['a pooler’s sessions', '?pgbouncer=true'],
])('a door to %s', (_name, parameters) => {
  test('shows each tenant its rows whatever the statement asks for, and nobody’s without a tenant', async () => {
    await using fixture = await openFixture(parameters)
    const { withTenant, withoutTenant } = fixture.door
    const scopes = [withTenant(tenantA), withTenant(tenantB), withoutTenant, withTenant(tenantA)]
    expect(await Promise.all(scopes.map((scope) => idsSeen(scope)))).toEqual([['a'], ['b'], [], ['a']])
  })

  test('shows a transaction its tenant’s rows, in UTC and READ COMMITTED', async () => {
    await using fixture = await openFixture(parameters)
    await fixture.database.superuserQuery(
      `ALTER ROLE ${fixture.database.runtimeRole} SET default_transaction_isolation = 'serializable';
       ALTER ROLE ${fixture.database.runtimeRole} SET timezone = 'Asia/Tokyo'`,
    )
    const seen = await fixture.door.withTenant(tenantB).transaction(async (transaction) => ({
      orders: await transaction.order.findMany({ select: { id: true } }),
      settings: await transaction.$queryRaw`
        SELECT current_setting('TimeZone') AS zone, current_setting('transaction_isolation') AS isolation`,
    }))
    expect(seen).toEqual({ orders: [{ id: 'b' }], settings: [{ zone: 'UTC', isolation: 'read committed' }] })
  })

  test('gives a statement up in time', async () => {
    await using fixture = await openFixture(parameters)
    const slow = fixture.door.withTenant(tenantA).query({ text: 'SELECT pg_sleep(60)' })
    await expect(slow).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', cause: { code: '57014' } })
    expect(await idsSeen(fixture.door.withTenant(tenantA))).toEqual(['a'])
  })

  test('keeps a write that was committed, and nothing of one that failed', async () => {
    await using fixture = await openFixture(parameters)
    const scope = fixture.door.withTenant(tenantA)
    await scope.query({ text: "UPDATE orders SET status = 'Shipped'" })
    await expect(scope.query({ text: 'UPDATE orders SET status = (1 / (length(status) - 7))::text' })).rejects.toThrow(
      /division by zero/,
    )
    expect(await fixture.database.superuserQuery('SELECT id, status FROM orders ORDER BY id')).toEqual([
      { id: 'a', status: 'Shipped' },
      { id: 'b', status: 'Unshipped' },
    ])
  })

  test('leaves no setting behind in the session', async () => {
    await using fixture = await openFixture(parameters)
    const { withTenant, withoutTenant } = fixture.door
    await idsSeen(withTenant(tenantA))
    await withTenant(tenantA).transaction(async (transaction) => transaction.order.count())
    const { rows } = await withoutTenant.query({ text: `SELECT current_setting('orderport.tenant_id') AS tenant` })
    expect(rows).toEqual([{ tenant: '' }])
  })
})

test('prepares no statement behind a pooler, whose sessions would not know it', async () => {
  const prepared = { text: 'SELECT name FROM pg_prepared_statements' }
  const named = { ...allIds, name: 'all_ids' }
  for (const [parameters, expected] of [
    ['', [{ name: 'all_ids' }]],
    ['?pgbouncer=true', []],
  ] as const) {
    await using fixture = await openFixture(parameters)
    await fixture.door.withTenant(tenantA).query(named)
    expect((await fixture.door.withoutTenant.query(prepared)).rows).toEqual(expected)
  }
})

test('a tenant’s name can’t leave its quotes', async () => {
  await using fixture = await openFixture()
  const hostile = `x'; SET LOCAL orderport.tenant_id = '${tenantB}`
  const seen = await fixture.door.withTenant(Object(hostile)).query(allIds)
  expect(seen.rows).toEqual([])
})
