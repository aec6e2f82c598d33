import { describe, expect, it } from 'vitest'
import { connect, runStatements } from './superuser-connection.ts'
import { createTestDatabase } from './test-database.ts'
import { startTemporaryServer } from './temporary-server.ts'
import { holdRun } from './test-run.ts'
import { currentTestServer, openTestServer, type TestServer } from './test-server.ts'

/** Every database and role of a run, by name. */
async function remains({ superuserUrl, prefix }: TestServer): Promise<number> {
  const rows = await runStatements(superuserUrl, [
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^${prefix}_'
     UNION ALL SELECT rolname FROM pg_roles WHERE rolname ~ '^${prefix}_'`,
  ])
  return rows.length
}

async function migrate(ownerUrl: string): Promise<void> {
  const create = 'CREATE ROLE orderport_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;'
  await runStatements(ownerUrl, [`DO $$ BEGIN ${create} END $$`, 'CREATE TABLE parcel (id int)'])
}

const template = { name: 'parcels', prepare: migrate }

describe('two runs on one server', () => {
  it('have databases of their own under one template name, and one ending leaves the other alone', async () => {
    const { superuserUrl } = await currentTestServer()
    await using first = await openTestServer(superuserUrl)
    const second = await openTestServer(superuserUrl)
    const [mine, theirs] = await Promise.all([
      createTestDatabase({ template, server: first.server }),
      createTestDatabase({ template, server: second.server }),
    ])
    expect(await remains(second.server)).toBe(4)
    await second[Symbol.asyncDispose]()
    expect(await remains(second.server)).toBe(0)
    expect(await mine.superuserQuery('SELECT count(*)::int AS parcels FROM parcel')).toEqual([{ parcels: 0 }])
    expect(theirs.name).not.toBe(mine.name)
  })

  it('do not disturb each other, but the remains of a killed run are dropped by the next', async () => {
    // Its own server: other runs drop remains as well.
    await using own = await startTemporaryServer()
    const { superuserUrl } = own
    const [killed, alive] = ['op_0badcafe', 'op_0a11f00d']
    await runStatements(superuserUrl, [
      ...[killed, alive].map((prefix) => `CREATE ROLE ${prefix}_owner CREATEROLE`),
      ...[killed, alive].map((prefix) => `CREATE DATABASE ${prefix}_1 OWNER ${prefix}_owner`),
    ])
    const hold = await connect(superuserUrl)
    await holdRun(hold, alive)
    await using next = await openTestServer(superuserUrl)
    expect(await remains(next.server)).toBe(1)
    expect(await remains({ superuserUrl, prefix: killed, ownerPassword: '' })).toBe(0)
    expect(await remains({ superuserUrl, prefix: alive, ownerPassword: '' })).toBe(2)
    await hold.end()
    await using last = await openTestServer(superuserUrl)
    expect(await remains(last.server)).toBe(1)
    expect(await remains({ superuserUrl, prefix: alive, ownerPassword: '' })).toBe(0)
  })
})
