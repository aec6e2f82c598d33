import { migratedDatabase } from '@orderport/db/testing'
import { expect, it } from 'vitest'
import { checkBackfill, type Backfill } from './backfill.ts'

const orderIds = ['171-0000001-0000001', '171-0000002-0000002']
const backfill: Backfill = { tenantId: 'old-shop', importId: 'imp-1', seller: { orderIds } }

/** Returns a database with an import of two orders that has ended as it must. */
async function endedImport() {
  const database = await migratedDatabase()
  await database.superuserQuery(`
    INSERT INTO imports (tenant_id, id, channel, kind, requested_by, state, total, stored, unchanged, created_at)
      VALUES ('old-shop', 'imp-1', 'amazon', 'backfill', 'peer', 'done', 2, 1, 1, now());
    INSERT INTO import_windows (tenant_id, import_id, number, from_at, to_at, state, seen, stored, unchanged)
      VALUES ('old-shop', 'imp-1', 1, '2026-01-01Z', '2026-02-01Z', 'done', 2, 1, 1);
    INSERT INTO orders (id, tenant_id, external_order_id, channel)
      VALUES ('ord-1', 'old-shop', '${orderIds[0]}', 'amazon'), ('ord-2', 'old-shop', '${orderIds[1]}', 'amazon'),
        ('ord-3', 'another', '171-0000003-0000003', 'amazon')`)
  return database
}

it('an import whose counts, ledger and rows agree with what was sold has lost and doubled nothing', async () => {
  await using database = await endedImport()
  expect(await checkBackfill(database.superuserUrl, backfill)).toEqual({ lost: 0, doubled: 0, wrong: [] })
})

it.each([
  [`DELETE FROM orders WHERE id = 'ord-1'`, { lost: 1 }],
  [
    `INSERT INTO orders (id, tenant_id, external_order_id, channel)
     VALUES ('ord-4', 'old-shop', '${orderIds[0]}', 'another')`,
    { doubled: 1 },
  ],
  [`UPDATE orders SET tenant_id = 'old-shop'`, { wrong: ['nobody sold 171-0000003-0000003'] }],
  [`UPDATE imports SET state = 'failed', error = 'INTERNAL'`, { wrong: ['the import is failed: INTERNAL'] }],
  ['UPDATE imports SET total = 3', { wrong: ['3 orders total of 2'] }],
  ['UPDATE imports SET unchanged = 0', { wrong: ['1 orders done of 2'] }],
  ['UPDATE import_windows SET seen = 4', { wrong: ['4 orders in the ledger of 2'] }],
  ['UPDATE import_windows SET stored = 2', { wrong: ['3 orders done in the ledger of 2'] }],
  [`UPDATE import_windows SET state = 'open'`, { wrong: ['1 windows are open'] }],
])('%s is found', async (sql, expected) => {
  await using database = await endedImport()
  await database.superuserQuery(sql)
  expect(await checkBackfill(database.superuserUrl, backfill)).toMatchObject(expected)
})
