import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, test, vi } from 'vitest'
import { deployedClone } from '../../testing/deployed-database.ts'
import { failureOf } from '../../testing/failure-of.ts'
import { openSession } from '../../testing/open-session.ts'
import { migrate } from '../migrate.ts'
import { usualPatience } from '../patience.ts'

const impatient = { lockTimeoutMs: 1000, pausesMs: [10, 10, 10], olderTransactionsMs: 3000 }

/** Waits until a session waits for a lock, as `condition` on pg_locks says. */
async function waitsFor(database: TestDatabase, condition: string): Promise<void> {
  const waiting = `SELECT FROM pg_locks WHERE NOT granted AND ${condition}`
  await vi.waitFor(async () => expect(await database.superuserQuery(waiting)).toHaveLength(1), { timeout: 20_000 })
}

const forTheTable = (mode: string) => `relation = 'orders'::regclass AND mode = '${mode}'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** A wait for another transaction's end; the number of who waits is its own. */
const forATransaction = `locktype = 'virtualxid'
  AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`

test('an open transaction of a reader holds the take-over up, and nobody else', async () => {
  await using database = await deployedClone()
  await using holder = await openSession(database)
  await holder.query('BEGIN; SELECT FROM orders')
  const lines: string[] = []
  const run = migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  await using other = await openSession(database)
  for (let round = 1; round <= 3; round += 1) {
    await waitsFor(database, forTheTable('AccessExclusiveLock'))
    // Behind a lock that is waited for without end, these would not come back before the holder is done.
    await other.query('SELECT FROM orders LIMIT 1')
    await other.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('new-${round}', 'a', '${round}')`)
  }
  await vi.waitFor(() => expect(lines.join()).toContain('Waiting to add columns to orders. In the way: pid'), {
    timeout: 20_000,
  })
  expect(lines.join()).toContain('application "the other service"')
  expect(lines.join()).not.toContain('Added')
  await holder.query('COMMIT')
  await run
  expect(lines).toContain('Added 9 columns to orders.')
  expect(await database.superuserQuery(`SELECT FROM orders WHERE id LIKE 'new-_'`)).toHaveLength(3)
})

test('a vacuum is waited for by a lock that nobody waits behind', async () => {
  await using database = await deployedClone()
  await using vacuum = await openSession(database, 'vacuum')
  await vacuum.query('BEGIN; LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE')
  const run = migrate({ adminUrl: database.ownerUrl })
  await waitsFor(database, forTheTable('ShareUpdateExclusiveLock'))
  await using other = await openSession(database)
  await other.query('SELECT FROM orders LIMIT 1')
  await other.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('new', 'a', '1')`)
  await waitsFor(database, forTheTable('ShareUpdateExclusiveLock'))
  await vacuum.query('COMMIT')
  expect((await run).baselined).toHaveLength(3)
})

test('a run that can’t get at the table gives up, names who holds it, and changes nothing', async () => {
  await using database = await deployedClone()
  await using holder = await openSession(database, 'nightly report')
  await holder.query('BEGIN; SELECT FROM orders')
  await expect(migrate({ adminUrl: database.ownerUrl, patience: impatient })).rejects.toThrow(
    /^Gave up waiting to add columns to orders; in the way: pid \d+ \(role \S+, application "nightly report".*run migrate again/,
  )
  expect(await database.superuserQuery(`SELECT to_regclass('orders_duplicates') AS archive`)).toEqual([
    { archive: null },
  ])
  await holder.query('COMMIT')
  expect((await migrate({ adminUrl: database.ownerUrl })).duplicatesMoved).toBeGreaterThan(0)
})

/** A clone whose take-over stopped, cleaned up, before the unique key was made. */
async function halfTakenOver(): Promise<TestDatabase> {
  const database = await deployedClone()
  await using holder = await openSession(database)
  // An index waits for every older transaction, whatever that reads.
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1')
  expect(await failureOf(migrate({ adminUrl: database.ownerUrl, patience: impatient }))).toMatchObject({
    message: expect.stringMatching(/^Gave up waiting to make the index orders_tenant_id_.*in the way: pid \d+/),
  })
  await holder.query('COMMIT; DROP INDEX orders_tenant_id_external_order_id_channel_key')
  return database
}

test('a duplicate that comes while the key is being made is moved too', async () => {
  await using database = await halfTakenOver()
  await using writer = await openSession(database)
  await writer.query(`
    BEGIN; INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount)
    SELECT 'twin', tenant_id, external_order_id, channel, 0 FROM orders WHERE total_amount > 0 LIMIT 1`)
  const lines: string[] = []
  const run = migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  await waitsFor(database, forATransaction)
  await writer.query('COMMIT')
  expect(await run).toMatchObject({ duplicatesMoved: 1 })
  expect(lines).toContainEqual(expect.stringContaining('A duplicate came while the index orders_tenant_id'))
  expect(await database.superuserQuery(`SELECT FROM orders_duplicates WHERE id = 'twin'`)).toHaveLength(1)
})

test('rows that another transaction has locked are not waited for, and are done once it ends', async () => {
  await using database = await halfTakenOver()
  await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount) VALUES
    ('spelled', 'a', '1', 'Amazon', 0), ('full', 'a', '2', 'amazon', 5), ('thin', 'a', '2', 'amazon', 0)`)
  await using writer = await openSession(database)
  await writer.query(`BEGIN; SELECT FROM orders WHERE id IN ('spelled', 'full') FOR UPDATE`)
  const lines: string[] = []
  const patience = { ...usualPatience, pausesMs: Array.from({ length: 200 }, () => 100) }
  const run = migrate({ adminUrl: database.ownerUrl, patience, log: (line) => lines.push(line) })
  await vi.waitFor(() => expect(lines.join()).toContain('Others have locked rows of orders'), { timeout: 20_000 })
  await writer.query(`UPDATE orders SET status = 'Shipped' WHERE id IN ('spelled', 'full'); COMMIT`)
  expect(await run).toMatchObject({ duplicatesMoved: 1, rewritten: { channels: 1 } })
  expect(
    await database.superuserQuery(`SELECT id, channel, status FROM orders WHERE tenant_id = 'a' ORDER BY id`),
  ).toEqual([
    { id: 'full', channel: 'amazon', status: 'Shipped' },
    { id: 'spelled', channel: 'amazon', status: 'Shipped' },
  ])
})

test('of two runs at once one takes the table over, and the other waits and finds it done', async () => {
  await using database = await deployedClone()
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const reports = await Promise.all([1, 2].map(() => migrate({ adminUrl: database.ownerUrl, log })))
  expect(reports.map(({ baselined }) => baselined.length).toSorted()).toEqual([0, 3])
  expect(lines).toContain('Another migration of this database is running: waiting for it.')
})
