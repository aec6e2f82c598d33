import { describe, expect, it } from 'vitest'
import { connect, runStatements } from './superuser-connection.ts'
import { createTestDatabase } from './test-database.ts'
import { startTemporaryServer } from './temporary-server.ts'
import { holdRun } from './test-run.ts'
import { currentTestServer, openTestServer, type TestServer } from './test-server.ts'

/** Counts the databases and roles of a run. */
async function leftovers({ superuserUrl, prefix }: Pick<TestServer, 'superuserUrl' | 'prefix'>): Promise<number> {
  const rows = await runStatements(superuserUrl, [
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^${prefix}_'
     UNION ALL SELECT rolname FROM pg_roles WHERE rolname ~ '^${prefix}_'`,
  ])
  return rows.length
}

async function migrate(ownerUrl: string): Promise<void> {
  const createRole = 'CREATE ROLE orderport_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;'
  await runStatements(ownerUrl, [`DO $$ BEGIN ${createRole} END $$`, 'CREATE TABLE item (id int)'])
}

const template = { name: 'items', prepare: migrate }

describe('two runs on one server', () => {
  it('have databases of their own under one template name, and the end of one leaves the other alone', async () => {
    const { superuserUrl } = await currentTestServer()
    await using first = await openTestServer(superuserUrl)
    const second = await openTestServer(superuserUrl)
    const [mine, theirs] = await Promise.all([
      createTestDatabase({ template, server: first.server }),
      createTestDatabase({ template, server: second.server }),
    ])
    expect(await leftovers(second.server)).toBe(4)
    await second[Symbol.asyncDispose]()
    expect(await leftovers(second.server)).toBe(0)
    expect(await mine.superuserQuery('SELECT count(*)::int AS items FROM item')).toEqual([{ items: 0 }])
    expect(theirs.name).not.toBe(mine.name)
  })

  it('do not disturb each other, and the next run drops what a killed one left', async () => {
    // On a server of its own: other runs drop leftovers as well.
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
    expect(await leftovers(next.server)).toBe(1)
    expect(await leftovers({ superuserUrl, prefix: killed })).toBe(0)
    expect(await leftovers({ superuserUrl, prefix: alive })).toBe(2)
    await hold.end()
    await using last = await openTestServer(superuserUrl)
    expect(await leftovers(last.server)).toBe(1)
    expect(await leftovers({ superuserUrl, prefix: alive })).toBe(0)
  })
})
