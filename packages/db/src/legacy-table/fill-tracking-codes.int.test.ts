import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { createDatabase } from '../database.ts'
import { defaultLockRetries } from '../migrate/lock-retry-policy.ts'
import { migrate } from '../migrate/migrate.ts'
import { openMigrationSession } from '../migrate/migration-session.ts'
import { databaseBefore } from '../testing/database-before.ts'
import { openSession } from '../testing/open-session.ts'
import { tenantA } from '../testing/sample-order.ts'
import { cleanedBefore, cleanRows } from './clean-rows.ts'
import { beforeStatement } from './testing/before-statement.ts'
import { legacyDatabase } from './testing/legacy-database.ts'

const rows = `
  INSERT INTO orders (id, tenant_id, external_order_id, tracking_code, packages, updated_at) VALUES
    ('one', 'tenant-a', '1', '6A1', NULL, '2020-01-01Z'), ('grouped', 'tenant-a', '2', ' 1Z 999 AA1 01 ', '[]', NULL),
    ('several', 'tenant-a', '3', '6A31',
      '[{"trackingCode":"6A31"},{"trackingCode":"6A 3200 0001"},{"trackingCode":null}]', NULL),
    ('packages alone', 'tenant-b', '4', NULL, '[{"trackingCode":"6A4"},{"trackingCode":6}]', NULL),
    ('none', 'tenant-a', '5', 'aucun', '[{"trackingCode":"N/A"}]', NULL),
    ('words', 'tenant-a', '6', 'pas le 5 mars', '7', NULL),
    ('nothing', 'tenant-a', '7', NULL, NULL, NULL)`

async function databaseOfVersionBefore(): Promise<TestDatabase> {
  const database = await databaseBefore(cleanedBefore)
  await database.superuserQuery(`${rows};
    INSERT INTO orders (id, tenant_id, external_order_id, tracking_code, tracking_codes)
    VALUES ('written', 'tenant-a', '8', '6A81', E'6A81\\n6A82')`)
  return database
}

const stored = `SELECT id, tracking_codes AS codes FROM orders WHERE tracking_codes IS NOT NULL ORDER BY id`

it('the codes of older rows are filled as they would be written today, and nothing else changes', async () => {
  await using database = await databaseOfVersionBefore()
  const lines: string[] = []
  const before = await database.superuserQuery(
    'SELECT to_jsonb(orders) - $$tracking_codes$$ AS row FROM orders ORDER BY id',
  )
  const report = await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  expect(report.rewritten.trackingCodes).toBe(4)
  expect(lines).toContain('Made the tracking codes of 4 older rows searchable.')
  expect(await database.superuserQuery(stored)).toEqual([
    { id: 'grouped', codes: '1Z999AA101' },
    { id: 'one', codes: '6A1' },
    { id: 'packages alone', codes: '6A4' },
    { id: 'several', codes: '6A31\n6A32000001' },
    { id: 'written', codes: '6A81\n6A82' },
  ])
  expect(
    await database.superuserQuery('SELECT to_jsonb(orders) - $$tracking_codes$$ AS row FROM orders ORDER BY id'),
  ).toEqual(before)
})

it('the code of an older row’s second package, in any spelling, was not found', async () => {
  await using database = await databaseOfVersionBefore()
  await migrate({ adminUrl: database.ownerUrl })
  await database.grantRuntimeRole()
  await using service = createDatabase({ url: database.runtimeUrl })
  const found = async (q: string) => {
    const { orders } = await service.orders.list(tenantA, { q }, { limit: 10, offset: 0 })
    return orders.map(({ id }) => id)
  }
  expect(await found('6a3200')).toEqual(['several'])
  expect(await found('6A 32 0000 01')).toEqual(['several'])
  expect(await found('999AA1')).toEqual(['grouped'])
})

it('an adopted table’s codes are filled', async () => {
  await using database = await legacyDatabase(`
    INSERT INTO orders (id, tenant_id, external_order_id, tracking_code) VALUES ('1', 'a', '1', '6A 1234 5678')`)
  expect((await migrate({ adminUrl: database.ownerUrl })).rewritten.trackingCodes).toBe(1)
  expect(await database.superuserQuery(stored)).toEqual([{ id: '1', codes: '6A12345678' }])
})

it('a row that another transaction has locked is filled with the code that it then has', async () => {
  await using database = await databaseOfVersionBefore()
  await using writer = await openSession(database)
  const lockRetries = { ...defaultLockRetries, pausesMs: Array.from({ length: 200 }, () => 100) }
  await using session = await openMigrationSession({ adminUrl: database.ownerUrl, lockRetries, log: () => undefined })
  beforeStatement(session.client, 'CREATE TEMPORARY TABLE', async () => {
    await writer.query(`BEGIN; UPDATE orders SET tracking_code = '6A2' WHERE id = 'one'`)
  })
  const lines: string[] = []
  const cleaning = cleanRows({ ...session, progress: (line) => lines.push(line) })
  await vi.waitFor(() => expect(lines.join()).toContain('Others have locked rows'), { timeout: 20_000 })
  await writer.query('COMMIT')
  expect((await cleaning).trackingCodes).toBe(4)
  expect(await database.superuserQuery(`${stored} OFFSET 1 LIMIT 1`)).toEqual([{ id: 'one', codes: '6A2' }])
})
