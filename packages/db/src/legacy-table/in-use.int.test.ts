import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { defaultLockRetries } from '../migrate/lock-retry-policy.ts'
import { migrate } from '../migrate/migrate.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { openSession } from '../testing/open-session.ts'
import { legacyClone } from './testing/legacy-database.ts'

const shortRetries = { lockTimeoutMs: 1000, pausesMs: [10, 10, 10], olderTransactionsMs: 3000 }

/** Resolves once a session waits for a lock that matches `condition`, on pg_locks. */
async function waitsFor(database: TestDatabase, condition: string): Promise<void> {
  const waiting = `SELECT FROM pg_locks WHERE NOT granted AND ${condition}`
  await vi.waitFor(async () => expect(await database.superuserQuery(waiting)).toHaveLength(1), { timeout: 20_000 })
}

const forTheTable = (mode: string) => `relation = 'orders'::regclass AND mode = '${mode}'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** Matches a wait for another transaction to end; that lock has no database, so the waiting session must be in ours. */
const forATransaction = `locktype = 'virtualxid'
  AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`

it('a reader’s open transaction delays the take-over, and nobody else', async () => {
  await using database = await legacyClone()
  await using holder = await openSession(database)
  await holder.query('BEGIN; SELECT FROM orders')
  const lines: string[] = []
  const run = migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  await using other = await openSession(database)
  for (let round = 1; round <= 3; round += 1) {
    await waitsFor(database, forTheTable('AccessExclusiveLock'))
    // Behind a lock request that never gives up, these would not return before the holder is done.
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

it('the take-over waits for a vacuum with a lock that blocks no reader or writer', async () => {
  await using database = await legacyClone()
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

it('a run that never gets its lock gives up, names who holds the table, and changes nothing', async () => {
  await using database = await legacyClone()
  await using holder = await openSession(database, 'nightly report')
  await holder.query('BEGIN; SELECT FROM orders')
  await expect(migrate({ adminUrl: database.ownerUrl, lockRetries: shortRetries })).rejects.toThrow(
    /^Gave up waiting to add columns to orders; in the way: pid \d+ \(role \S+, application "nightly report".*run migrate again/,
  )
  expect(await database.superuserQuery(`SELECT to_regclass('orders_duplicates') AS archive`)).toEqual([
    { archive: null },
  ])
  await holder.query('COMMIT')
  expect((await migrate({ adminUrl: database.ownerUrl })).duplicatesMoved).toBeGreaterThan(0)
})

/**
 * Returns a clone whose take-over stopped after the clean-up, before the unique key was made. Its references need no
 * cleaning, so that every row that moves is one of the test's.
 */
async function halfTakenOver(): Promise<TestDatabase> {
  const database = await legacyClone()
  await database.superuserQuery(`DELETE FROM orders WHERE external_order_id !~ '^171-[0-9]+$'`)
  await using holder = await openSession(database)
  // CREATE INDEX CONCURRENTLY waits for every older transaction, whatever it reads.
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1')
  expect(await expectFailure(migrate({ adminUrl: database.ownerUrl, lockRetries: shortRetries }))).toMatchObject({
    message: expect.stringMatching(/^Gave up waiting to make the index orders_tenant_id_.*in the way: pid \d+/),
  })
  await holder.query('COMMIT; DROP INDEX orders_tenant_id_external_order_id_channel_key')
  return database
}

it('a duplicate that is written while the key is being made is moved too', async () => {
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

it('rows that another transaction has locked are skipped, and treated once it ends', async () => {
  await using database = await halfTakenOver()
  await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount) VALUES
    ('spelled', 'a', '1', 'Amazon', 0), ('full', 'a', '2', 'amazon', 5), ('thin', 'a', '2', 'amazon', 0)`)
  await using writer = await openSession(database)
  await writer.query(`BEGIN; SELECT FROM orders WHERE id IN ('spelled', 'full') FOR UPDATE`)
  const lines: string[] = []
  const lockRetries = { ...defaultLockRetries, pausesMs: Array.from({ length: 200 }, () => 100) }
  const run = migrate({ adminUrl: database.ownerUrl, lockRetries, log: (line) => lines.push(line) })
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

it('one of two simultaneous runs takes the table over, and the other waits and finds it done', async () => {
  await using database = await legacyClone()
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const reports = await Promise.all([1, 2].map(() => migrate({ adminUrl: database.ownerUrl, log })))
  expect(reports.map(({ baselined }) => baselined.length).toSorted()).toEqual([0, 3])
  expect(lines).toContain('Another migration of this database is running: waiting for it.')
})
