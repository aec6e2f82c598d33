import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { databaseBefore } from '../testing/database-before.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openSession } from '../testing/open-session.ts'
import { partitionByTenant, partitions } from '../testing/partitioned-database.ts'
import { defaultLockRetries } from './lock-retry-policy.ts'
import { migrate } from './migrate.ts'
import { openMigrationSession } from './migration-session.ts'
import { mayHaveOrders, prepareMigration } from './prepare-migration.ts'

const before = '20261125141000_late_orders_index'

async function databaseWithRows(): Promise<TestDatabase> {
  const database = await databaseBefore(before)
  await database.superuserQuery(`
    INSERT INTO orders (id, tenant_id, external_order_id)
    SELECT n::text, 'a', n::text FROM generate_series(1, 100) AS n`)
  return database
}

async function lateIndex(database: TestDatabase): Promise<unknown> {
  const [index] = await database.superuserQuery(`
    SELECT pg_get_indexdef(indexrelid) AS is, indisvalid AS valid FROM pg_index
    WHERE indexrelid = to_regclass('orders_late_idx')`)
  return index
}

it('an index of a pending migration is made while others write, and is the one that the file makes', async () => {
  await using database = await databaseWithRows()
  await using holder = await openSession(database)
  await holder.query(`BEGIN; INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('held', 'a', 'held')`)
  const lines: string[] = []
  const run = migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  const waiting = `
    SELECT FROM pg_stat_progress_create_index WHERE datname = current_database() AND phase LIKE 'waiting%'`
  await vi.waitFor(async () => expect(await database.superuserQuery(waiting)).toHaveLength(1), { timeout: 20_000 })
  await using other = await openSession(database)
  await other.query(`SET statement_timeout = 1000; SELECT FROM orders LIMIT 1`)
  await other.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('other', 'a', 'other')`)
  await holder.query('COMMIT')
  await run
  expect(lines.filter((line) => /orders_late_idx|late_orders_index/.test(line))).toEqual([
    'Made the index orders_late_idx.',
    `Applied ${before}.`,
  ])
  await using fresh = await migratedDatabase()
  expect(await lateIndex(database)).toEqual(await lateIndex(fresh))
})

it('an index of another shape under one of our names stops the run, and its migration is not applied', async () => {
  await using database = await databaseWithRows()
  await database.superuserQuery('CREATE INDEX orders_late_idx ON orders (tenant_id, id)')
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(/index orders_late_idx of another shape/)
  await database.superuserQuery('DROP INDEX orders_late_idx')
  expect((await migrate({ adminUrl: database.ownerUrl })).applied).toContain(before)
})

it('the partitions of a partitioned table get their indexes beforehand, and the file attaches them', async () => {
  await using database = await migratedDatabase()
  await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('1', 'a', '1')`)
  await partitionByTenant(database)
  const sql = 'CREATE INDEX IF NOT EXISTS "orders_new_idx" ON "orders" ("tenant_id", "status");'
  const options = { adminUrl: database.ownerUrl, lockRetries: defaultLockRetries, log: () => undefined }
  await using session = await openMigrationSession(options)
  expect(await mayHaveOrders(session.client)).toBe(true)
  for (let run = 1; run <= 2; run += 1) {
    await prepareMigration(session, { name: 'new', sql, checksum: '' })
    await session.client.query(sql)
  }
  const indexes = `SELECT count(*)::int AS count, bool_and(indisvalid) AS valid FROM pg_index
    WHERE pg_get_indexdef(indexrelid) LIKE '%(tenant_id, status)'`
  expect(await database.superuserQuery(indexes)).toEqual([{ count: partitions + 1, valid: true }])
})
