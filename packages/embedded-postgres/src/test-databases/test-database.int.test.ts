import { describe, expect, it } from 'vitest'
import { connect, runStatements, urlFor } from './superuser-connection.ts'
import { createEmptyDatabase, createTestDatabase } from './test-database.ts'
import { currentTestServer } from './test-server.ts'
import { templateDatabase } from './test-template.ts'

const createRole = 'CREATE ROLE orderport_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;'
const migration = [
  `DO $$ BEGIN ${createRole} END $$`,
  'CREATE TABLE item (id int PRIMARY KEY)',
  'GRANT SELECT, INSERT ON item TO orderport_app',
]

async function migrate(ownerUrl: string): Promise<void> {
  await runStatements(ownerUrl, migration)
}

const template = { name: 'items', prepare: migrate }

describe('a test database', () => {
  it('is independent of another one from the same template', async () => {
    await using one = await createTestDatabase({ template })
    await using other = await createTestDatabase({ template })
    await runStatements(one.runtimeUrl, ['INSERT INTO item VALUES (1)'])
    expect(await one.superuserQuery('SELECT id FROM item')).toEqual([{ id: 1 }])
    expect(await other.superuserQuery('SELECT id FROM item')).toEqual([])
  })

  it('is prepared once, however many are requested at once', async () => {
    let preparations = 0
    const counted = {
      name: 'counted',
      prepare: async (ownerUrl: string) => {
        preparations += 1
        await migrate(ownerUrl)
      },
    }
    const databases = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase({ template: counted })))
    const names = new Set(databases.map((database) => database.name))
    await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()))
    expect(names.size).toBe(6)
    expect(preparations).toBe(1)
  })

  it('gives the service a role that is no superuser, no owner, and bound by row-level security', async () => {
    await using database = await createTestDatabase({ template })
    const ask = `SELECT current_user = '${database.runtimeRole}' AS itself, rolsuper AS superuser,
      rolbypassrls AS unbound, rolcreaterole AS makes_roles,
      pg_has_role(current_user, 'orderport_app', 'member') AS member,
      (SELECT pg_has_role(current_user, datdba, 'member') FROM pg_database WHERE datname = current_database()) AS owner
      FROM pg_roles WHERE rolname = current_user`
    expect(await runStatements(database.runtimeUrl, [ask])).toEqual([
      { itself: true, superuser: false, unbound: false, makes_roles: false, member: true, owner: false },
    ])
    await expect(runStatements(database.runtimeUrl, ['CREATE TABLE mine ()'])).rejects.toThrow('permission denied')
  })

  it('gives migrations a role that owns the tables and may create roles, but is no superuser', async () => {
    await using database = await createTestDatabase({ template })
    const ask = `SELECT rolsuper AS superuser, rolbypassrls AS unbound, rolcreaterole AS makes_roles,
      (SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'item') AS owner
      FROM pg_roles WHERE rolname = current_user`
    expect(await runStatements(database.ownerUrl, [ask])).toEqual([
      { superuser: false, unbound: false, makes_roles: true, owner: true },
    ])
  })

  it('can be migrated by the test itself, and opened to the service afterwards', async () => {
    await using database = await createEmptyDatabase()
    await migrate(database.ownerUrl)
    await expect(runStatements(database.runtimeUrl, ['SELECT FROM item'])).rejects.toThrow('permission denied')
    await database.grantRuntimeRole()
    expect(await runStatements(database.runtimeUrl, ['SELECT id FROM item'])).toEqual([])
  })

  it('is dropped after its test with its role, even while a client is connected', async () => {
    await using watcher = await createEmptyDatabase()
    const database = await createEmptyDatabase()
    const left = await connect(database.runtimeUrl)
    const ended = new Promise((resolve) => left.once('end', resolve))
    await database[Symbol.asyncDispose]()
    await ended
    const gone = `SELECT datname AS name FROM pg_database WHERE datname = '${database.name}'
      UNION ALL SELECT rolname FROM pg_roles WHERE rolname = '${database.runtimeRole}'`
    expect(await watcher.superuserQuery(gone)).toEqual([])
  })

  it('is prepared again when a worker was killed during the preparation', async () => {
    const interrupted = { name: 'interrupted', prepare: migrate }
    const server = await currentTestServer()
    const half = templateDatabase(server, interrupted)
    await runStatements(server.superuserUrl, [`CREATE DATABASE ${half}`])
    await runStatements(urlFor(server.superuserUrl, half), ['CREATE TABLE item (unfinished int)'])
    await using database = await createTestDatabase({ template: interrupted })
    expect(await database.superuserQuery('SELECT id FROM item')).toEqual([])
  })

  it('fails with its preparation’s error, each time', async () => {
    const broken = { name: 'broken', prepare: () => Promise.reject(new Error('a migration is wrong')) }
    await expect(createTestDatabase({ template: broken })).rejects.toThrow('a migration is wrong')
    await expect(createTestDatabase({ template: broken })).rejects.toThrow('a migration is wrong')
  })
})
