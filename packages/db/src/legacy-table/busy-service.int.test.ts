import { expect, it } from 'vitest'
import { sqlState } from '../database-error.ts'
import { migrate } from '../migrate/migrate.ts'
import { openSession } from '../testing/open-session.ts'
import { legacyDatabase, legacyRows } from './testing/legacy-database.ts'

const rowsBefore = 3000
/** Fewer than the rounds of a take-over, because each duplicate may cost one. */
const duplicates = 15

/** The legacy service's writes: one order after the other, some twice, with a blank after it or without a channel. */
const kinds = ['new', 'without channel', 'twice', 'with a blank'] as const

it('the legacy service reads and writes all the time, and none of its rows is lost', async () => {
  await using database = await legacyDatabase(legacyRows(rowsBefore))
  await using reader = await openSession(database)
  await using writer = await openSession(database)
  const over = new AbortController()
  let reads = 0
  const reading = (async () => {
    for (; !over.signal.aborted; reads += 1) await reader.query('SELECT * FROM orders ORDER BY id LIMIT 1')
  })()
  const written = { new: 0, 'without channel': 0, twice: 0, 'with a blank': 0 }
  const refused: string[] = []
  const writing = (async () => {
    for (let i = 1; !over.signal.aborted; i += 1) {
      const kind = kinds[i % 4] ?? 'new'
      const twice = kind === 'twice' && written.twice < duplicates
      try {
        await writer.query('INSERT INTO orders (id, tenant_id, external_order_id, channel) VALUES ($1, $2, $3, $4)', [
          `written-${i}`,
          'tenant-w',
          kind === 'with a blank' ? `${i - 3} ` : String(twice ? i - 1 : i),
          kind === 'without channel' ? null : 'amazon',
        ])
        written[twice || kind !== 'twice' ? kind : 'new'] += 1
      } catch (error) {
        refused.push(`${kind}: ${sqlState(error)}`)
      }
    }
  })()
  const report = await migrate({ adminUrl: database.ownerUrl })
  over.abort()
  await Promise.all([reading, writing])

  expect(reads).toBeGreaterThan(10)
  expect(Math.min(...Object.values(written))).toBeGreaterThan(0)
  // The database may refuse only what the rules forbid: no channel (23514, then 23502), a second row (23505).
  const expected = new Set(['without channel: 23514', 'without channel: 23502', 'twice: 23505'])
  expect(refused.filter((refusal) => !expected.has(refusal))).toEqual([])
  const total = Object.values(written).reduce((sum, count) => sum + count, rowsBefore)
  expect(
    await database.superuserQuery(`
      SELECT (SELECT count(*)::int FROM orders) + (SELECT count(*)::int FROM orders_duplicates) AS rows,
        (SELECT count(*)::int FROM orders_duplicates) AS archived,
        (SELECT count(*)::int FROM orders WHERE channel IS NULL) AS "withoutChannel",
        (SELECT count(*) - count(DISTINCT (tenant_id, external_order_id, channel)) FROM orders)::int AS duplicates`),
  ).toEqual([{ rows: total, archived: report.duplicatesMoved, withoutChannel: 0, duplicates: 0 }])
})
