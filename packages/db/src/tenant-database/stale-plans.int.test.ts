import { describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { observeMainPaths } from '../testing/main-paths.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { tenantA } from '../testing/sample-order.ts'
import type { TenantScope } from './tenant-database.ts'

const read = { name: 'read_changing', text: 'SELECT n FROM changing' }
const add = { name: 'add_to_changing', text: 'UPDATE changing SET n = n + 1 RETURNING n' }

interface Path {
  readonly name: string
  /** Adds `adds` to the number, and returns it. */
  readonly run: (scope: TenantScope) => Promise<readonly unknown[] | undefined>
  readonly adds: 0 | 1
}

const paths: readonly Path[] = [
  { name: 'a query', run: async (scope) => (await scope.query(add)).rows, adds: 1 },
  { name: 'a look-up', run: async (scope) => (await scope.lookUp(read)).rows, adds: 0 },
  { name: 'statements together', run: async (scope) => (await scope.queryTogether([add, read]))[1], adds: 1 },
  {
    name: 'a transaction',
    run: (scope) =>
      scope.transaction(async (query) => {
        await query(add)
        return (await query(read)).rows
      }),
    adds: 1,
  },
]

describe.each([
  ['its own session', ''],
  ['a pooler that keeps prepared statements', '?pgbouncer=prepared'],
])('on %s', (_name, parameters) => {
  it.each(paths)('$name takes effect once after its table changed', async ({ run, adds }) => {
    await using database = await migratedDatabase()
    await database.superuserQuery(
      `CREATE TABLE changing AS SELECT 1 AS n; GRANT SELECT, UPDATE ON changing TO ${database.runtimeRole}`,
    )
    const tenants = openTenantDatabase(`${database.runtimeUrl}${parameters}`)
    await using cleanup = new AsyncDisposableStack()
    cleanup.defer(() => tenants.close())
    const scope = tenants.withTenant(tenantA)
    await run(scope)
    await database.superuserQuery(
      'ALTER TABLE changing ALTER COLUMN n TYPE numeric, ADD COLUMN later text; UPDATE changing SET n = 10',
    )
    for (const count of [1, 2]) expect(await run(scope)).toEqual([{ n: String(10 + adds * count) }])
  })
})

it('a service goes on while a migration changes the types of columns that it reads and writes', async () => {
  await using test = await migratedDatabase()
  await using database = createDatabase({ url: test.runtimeUrl, connectTimeoutMs: 20_000 })
  await observeMainPaths(database)
  await test.superuserQuery(`
    ALTER TABLE orders ALTER COLUMN carrier TYPE varchar(500);
    ALTER TABLE import_flights ALTER COLUMN source TYPE varchar(50)`)
  await expect(observeMainPaths(database)).resolves.toBeDefined()
})
