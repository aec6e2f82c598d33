import { createEmptyDatabase, startTcpProxy, type TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it } from 'vitest'
import { createDatabase } from './database.ts'
import { jobTablesName } from './migrate/job-tables.ts'
import { migrationNames } from './migrate/migration-files.ts'
import { migratedDatabase } from './testing/migrated-database.ts'
import { tenantA } from './testing/sample-order.ts'

describe('the status', () => {
  it('of a migrated database has nothing pending, seen as the service’s own role', async () => {
    await using testDatabase = await migratedDatabase()
    await using database = createDatabase({ url: testDatabase.runtimeUrl })
    expect(await database.status()).toEqual({ pending: [] })
  })

  it('of an empty database lists every migration', async () => {
    await using testDatabase = await createEmptyDatabase()
    await using database = createDatabase({ url: testDatabase.ownerUrl })
    expect(await database.status()).toEqual({ pending: [...(await migrationNames()), jobTablesName] })
  })

  it('of a database ahead of this version has nothing pending: the old version goes on during a roll-out', async () => {
    await using testDatabase = await migratedDatabase()
    await using database = createDatabase({ url: testDatabase.runtimeUrl })
    await testDatabase.superuserQuery(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '2999_new', now())",
    )
    expect(await database.status()).toEqual({ pending: [] })
  })

  it.each(['finished_at = NULL', 'rolled_back_at = now()'])('with %s has every migration pending', async (change) => {
    await using testDatabase = await migratedDatabase()
    await using database = createDatabase({ url: testDatabase.runtimeUrl })
    await testDatabase.superuserQuery(`UPDATE _prisma_migrations SET ${change}`)
    expect(await database.status()).toEqual({ pending: await migrationNames() })
  })

  it('of a missing server is DATABASE_UNAVAILABLE', async () => {
    await using database = createDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' })
    await expect(database.status()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
    await expect(database.checkRuntimeRole()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  })
})

async function faultsAs(url: string): Promise<string[]> {
  await using database = createDatabase({ url })
  return await database.checkRuntimeRole()
}

describe('the role of the connection', () => {
  it('has no fault when it is a plain member of orderport_app', async () => {
    await using testDatabase = await migratedDatabase()
    expect(await faultsAs(testDatabase.runtimeUrl)).toEqual([])
  })

  it('is at fault as a superuser', async () => {
    await using testDatabase = await migratedDatabase()
    expect(await faultsAs(testDatabase.superuserUrl)).toEqual([expect.stringContaining('is a superuser')])
  })

  it('is at fault as the owner of the orders', async () => {
    await using testDatabase = await migratedDatabase()
    expect(await faultsAs(testDatabase.ownerUrl)).toContainEqual(expect.stringContaining('owns the table orders'))
  })

  it('is at fault as a member of the owner', async () => {
    await using testDatabase = await migratedDatabase()
    const [row] = await testDatabase.superuserQuery("SELECT tableowner FROM pg_tables WHERE tablename = 'orders'")
    await testDatabase.superuserQuery(`GRANT ${String(row?.['tableowner'])} TO ${testDatabase.runtimeRole}`)
    expect(await faultsAs(testDatabase.runtimeUrl)).toContainEqual(expect.stringContaining('owns the table orders'))
  })

  it('is at fault as a member of the role that sees every tenant', async () => {
    await using testDatabase = await migratedDatabase()
    await testDatabase.superuserQuery(`GRANT orderport_studio TO ${testDatabase.runtimeRole}`)
    expect(await faultsAs(testDatabase.runtimeUrl)).toEqual([expect.stringContaining('sees every tenant')])
  })

  it.each(['NOLOGIN BYPASSRLS', 'NOLOGIN SUPERUSER'])(
    'is at fault when it may become a role with %s',
    async (rights) => {
      await using testDatabase = await migratedDatabase()
      const { runtimeRole } = testDatabase
      await testDatabase.superuserQuery(`CREATE ROLE ${runtimeRole}_elevated ${rights}`)
      await testDatabase.superuserQuery(`GRANT ${runtimeRole}_elevated TO ${runtimeRole}`)
      const faults = await faultsAs(testDatabase.runtimeUrl)
      await testDatabase.superuserQuery(`DROP ROLE ${runtimeRole}_elevated`)
      expect(faults).toContainEqual(expect.stringContaining(`may become ${runtimeRole}_elevated`))
    },
  )

  it('is at fault with CREATEROLE: it could give itself other roles', async () => {
    await using testDatabase = await migratedDatabase()
    await testDatabase.superuserQuery(`ALTER ROLE ${testDatabase.runtimeRole} CREATEROLE`)
    expect(await faultsAs(testDatabase.runtimeUrl)).toEqual([expect.stringContaining('has CREATEROLE')])
  })

  it('is at fault when row-level security of a table is off, or not forced', async () => {
    await using testDatabase = await migratedDatabase()
    await testDatabase.superuserQuery(
      'ALTER TABLE orders DISABLE ROW LEVEL SECURITY; ALTER TABLE members NO FORCE ROW LEVEL SECURITY',
    )
    expect(await faultsAs(testDatabase.runtimeUrl)).toEqual([
      'Row-level security is not forced on members, orders: run npm run migrate.',
    ])
  })

  it('is at fault with BYPASSRLS and without its group role, one line each', async () => {
    await using testDatabase = await migratedDatabase()
    const { runtimeRole } = testDatabase
    await testDatabase.superuserQuery(`ALTER ROLE ${runtimeRole} BYPASSRLS; REVOKE orderport_app FROM ${runtimeRole}`)
    expect(await faultsAs(testDatabase.runtimeUrl)).toEqual([
      expect.stringContaining('has BYPASSRLS'),
      expect.stringContaining('is not a member of orderport_app'),
    ])
  })
})

it('a connection that is killed while idle is reported and replaced, and the process goes on', async () => {
  await using testDatabase = await migratedDatabase()
  const killed = Promise.withResolvers<Error>()
  await using database = createDatabase({ url: testDatabase.runtimeUrl, onError: killed.resolve })
  expect(await database.orders.get(tenantA, 'x')).toBeNull()
  await killConnections(testDatabase)
  expect((await killed.promise).message).toMatch(/terminat/)
  expect(await database.orders.get(tenantA, 'x')).toBeNull()
})

async function killConnections(database: TestDatabase): Promise<void> {
  const killed = await database.superuserQuery(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${database.runtimeRole}'`,
  )
  expect(killed.length).toBeGreaterThan(0)
}

it('closing twice closes once, and later calls are refused', async () => {
  await using testDatabase = await migratedDatabase()
  const database = createDatabase({ url: testDatabase.runtimeUrl })
  await database.orders.get(tenantA, 'x')
  await Promise.all([database.close(), database.close()])
  await expect(database.orders.get(tenantA, 'x')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})

it('closing ends although the server is frozen', async () => {
  await using testDatabase = await migratedDatabase()
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(testDatabase.runtimeUrl).port) })
  const url = new URL(testDatabase.runtimeUrl)
  url.port = String(proxy.port)
  const database = createDatabase({ url: url.href, statementTimeoutMs: 200 })
  await database.orders.get(tenantA, 'x')
  proxy.freeze()
  await expect(database.close()).resolves.toBeUndefined()
})
