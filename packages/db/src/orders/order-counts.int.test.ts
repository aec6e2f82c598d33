import { orderStatuses, type OrderFilter, type OrderStore } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { legacyDatabase, legacyRows } from '../legacy-table/testing/legacy-database.ts'
import { migrate } from '../migrate/migrate.ts'
import { databaseBefore } from '../testing/database-before.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openSession } from '../testing/open-session.ts'
import { tenantA } from '../testing/sample-order.ts'

/** Finds every difference between the counters and the orders, as of one moment. */
const differences = `
  SELECT tenant_id, channel, status, month, sum(number) AS number FROM (
    SELECT tenant_id, channel, status, order_month(order_date) AS month, count(*) AS number FROM orders GROUP BY 1, 2, 3, 4
    UNION ALL SELECT tenant_id, channel, status, month, -number FROM order_counts
  ) AS counted GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0`

/** Instants at and beside the turns of months in UTC, and dates that are none. */
const dates = [
  '2025-12-31T23:59:59.999999Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:30:00+02:00',
  '2026-01-31T23:59:59.999Z',
  '2026-02-01T00:00:00Z',
  '2026-02-15T12:00:00Z',
  '2026-03-01T00:00:00.000001Z',
  'infinity',
  '-infinity',
  null,
]
const statuses = ['Shipped', 'SHIPPED', 'Canceled', 'CANCELLED', 'Unshipped', 'lost', null]
const channels = ['amazon', 'shopify']

describe('a total', () => {
  const resources = new AsyncDisposableStack()
  let testDatabase: TestDatabase
  let orders: OrderStore

  beforeAll(async () => {
    testDatabase = resources.use(await migratedDatabase())
    orders = resources.use(createDatabase({ url: testDatabase.runtimeUrl })).orders
    const rows = dates.flatMap((date) => statuses.map((status) => ({ date, status })))
    const values = rows.map(({ date, status }, index) => {
      const [dated, named] = [date, status].map((value) => (value === null ? 'NULL' : `'${value}'`))
      return `('${index}', '${index % 7 === 0 ? 'tenant-b' : tenantA}', '${index}', '${channels[index % 2]}', ${dated}, ${named})`
    })
    await testDatabase.superuserQuery(
      `INSERT INTO orders (id, tenant_id, external_order_id, channel, order_date, status) VALUES ${values.join(', ')}`,
    )
  })

  afterAll(() => resources.disposeAsync())

  it('is the number of orders on all pages, whatever the filter', async () => {
    const instant = fc.constantFrom(
      '2025-12-01T00:00:00.000Z',
      '2025-12-31T23:59:59.999Z',
      '2026-01-01T00:00:00.000Z',
      '2026-01-15T00:00:00.000Z',
      '2026-01-31T23:59:59.999Z',
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.001Z',
      '9999-12-31T23:59:59.999Z',
    )
    const filter: fc.Arbitrary<OrderFilter> = fc.record(
      {
        status: fc.constantFrom(...orderStatuses),
        channel: fc.constantFrom(...channels),
        dateFrom: instant,
        dateBefore: instant,
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(filter, async (given) => {
        const page = await orders.list(tenantA, given, { limit: 100, offset: 0 })
        expect(page.total).toBe(page.orders.length)
      }),
      { numRuns: 300 },
    )
    expect((await orders.list(tenantA, {}, { limit: 1, offset: 0 })).total).toBe(60)
  })
})

describe('the counters', () => {
  it('agree with the orders after every insert, update, delete and truncation, also where it is undone', async () => {
    await using database = await migratedDatabase()
    await using session = await openSession(database)
    const change = fc.tuple(
      fc.constantFrom('insert', 'status', 'date', 'tenant', 'same', 'delete', 'upsert', 'ROLLBACK', 'TRUNCATE orders'),
      fc.nat(20),
      fc.constantFrom(...statuses),
      fc.constantFrom(...dates),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        await session.query('TRUNCATE orders; BEGIN')
        for (const [kind, id, status, date] of changes) {
          if (kind === 'ROLLBACK') await session.query('ROLLBACK; BEGIN')
          else if (kind === 'TRUNCATE orders') await session.query(kind)
          else await session.query(statementFor(kind), kind === 'delete' || kind === 'same' ? [id] : [id, status, date])
        }
        await session.query('COMMIT')
        expect((await session.query(differences)).rows).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('agree at every moment while others insert, change, delete and fail, and some of them are killed', async () => {
    await using database = await migratedDatabase()
    const over = new AbortController()
    const ended = { count: 0 }
    const onEnd = () => (ended.count += 1)
    const writing = Array.from({ length: 6 }, (_, index) => churn(database, index, { over: over.signal, onEnd }))
    await using checker = await openSession(database, 'checker')
    try {
      for (let check = 0; check < 60 || ended.count < 300; check += 1) {
        expect((await checker.query(differences)).rows).toEqual([])
        if (check % 10 === 5) {
          await checker.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'writer' AND datname = current_database() ORDER BY random() LIMIT 2`,
          )
        }
      }
    } finally {
      over.abort()
    }
    await Promise.all(writing)
    expect((await checker.query(differences)).rows).toEqual([])
  })

  it('of a tenant are few, however many orders it has, and folding them waits for nobody', async () => {
    await using database = await migratedDatabase()
    await using other = await openSession(database)
    await other.query(`BEGIN; INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('other', 'tenant-a', 'other');
      SELECT FROM order_counts FOR UPDATE`)
    await using session = await openSession(database)
    await session.query('SELECT setseed(0.5)')
    for (let n = 0; n < 600; n += 1) {
      await session.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ($1, 'tenant-a', $1)`, [`${n}`])
    }
    const { rows } = await session.query('SELECT count(*)::int AS rows, sum(number)::int AS orders FROM order_counts')
    expect(rows).toEqual([{ rows: expect.any(Number), orders: 600 }])
    expect(rows[0]?.rows).toBeLessThan(250)
    await other.query('COMMIT')
    expect((await session.query(differences)).rows).toEqual([])
  })

  it('never fail a writer under a stricter isolation', async () => {
    await using database = await migratedDatabase()
    await using strict = await openSession(database)
    await strict.query(`BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT count(*) FROM order_counts`)
    await using session = await openSession(database)
    for (const [client, prefix] of [
      [session, 's'],
      [strict, 't'],
    ] as const) {
      for (let n = 0; n < 200; n += 1) {
        await client.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ($1, 'a', $1)`, [
          `${prefix}${n}`,
        ])
      }
    }
    await strict.query('COMMIT')
    expect((await session.query(differences)).rows).toEqual([])
  })

  it('count what a role that names no tenant writes', async () => {
    await using database = await migratedDatabase()
    const role = `${database.name}_old`
    await database.superuserQuery(`
      CREATE ROLE ${role} LOGIN PASSWORD 'old'; GRANT ALL ON orders TO ${role};
      CREATE POLICY old ON orders TO ${role} USING (true) WITH CHECK (true)`)
    const url = Object.assign(new URL(database.superuserUrl), { username: role, password: 'old' }).href
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 20_000 })
    await client.connect()
    await client.query(`
      INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('1', 'a', '1'), ('2', 'b', '1'), ('3', 'b', '2');
      UPDATE orders SET status = 'Shipped'; DELETE FROM orders WHERE id = '2'`)
    await expect(client.query('SELECT FROM order_counts')).rejects.toMatchObject({ code: '42501' })
    await client.end()
    expect(await database.superuserQuery(differences)).toEqual([])
    await database.superuserQuery(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })
})

describe('the counters of a database with orders', () => {
  it('are filled while others write', async () => {
    await using database = await databaseBefore('20261125210000_order_counts')
    await database.superuserQuery(
      `INSERT INTO orders (id, tenant_id, external_order_id, status, order_date)
       SELECT 'old' || n, 'tenant-' || n % 3, n::text, 'Shipped', timestamptz '2026-01-01Z' + n * interval '1 hour'
       FROM generate_series(1, 3000) AS n`,
    )
    const over = new AbortController()
    const writing = Array.from({ length: 3 }, (_, index) => churn(database, index, { over: over.signal }))
    try {
      await migrate({ adminUrl: database.ownerUrl })
    } finally {
      over.abort()
    }
    await Promise.all(writing)
    expect(await database.superuserQuery(differences)).toEqual([])
    const [counted] = await database.superuserQuery('SELECT sum(number)::int >= 3000 AS all FROM order_counts')
    expect(counted).toEqual({ all: true })
  })

  it('that was taken over agree with its orders', async () => {
    await using database = await legacyDatabase(legacyRows(500))
    await migrate({ adminUrl: database.ownerUrl })
    expect(await database.superuserQuery(differences)).toEqual([])
    expect(await database.superuserQuery('SELECT FROM order_counts')).not.toEqual([])
  })
})

const insert = `INSERT INTO orders (id, tenant_id, external_order_id, status, order_date)
  VALUES ($1::text, 'tenant-' || $1::int % 2, $1::text, $2, $3::timestamptz) ON CONFLICT`

function statementFor(kind: 'insert' | 'status' | 'date' | 'tenant' | 'same' | 'delete' | 'upsert'): string {
  switch (kind) {
    case 'insert':
      return `${insert} DO NOTHING`
    case 'upsert':
      return `${insert} (tenant_id, id) DO UPDATE SET status = EXCLUDED.status, order_date = EXCLUDED.order_date`
    case 'status':
      return `UPDATE orders SET status = $2 WHERE id::int >= $1::int AND $3::text IS NOT DISTINCT FROM $3`
    case 'date':
      return `UPDATE orders SET order_date = $3 WHERE id::int % 3 = $1::int % 3 AND $2::text IS NOT DISTINCT FROM $2`
    case 'tenant':
      return `UPDATE orders SET tenant_id = 'tenant-c', status = $2, order_date = $3 WHERE id = $1::text
        AND NOT EXISTS (SELECT FROM orders WHERE id = $1::text AND tenant_id = 'tenant-c')`
    case 'same':
      return `UPDATE orders SET status = status, updated_at = now() WHERE id::int > $1::int`
    case 'delete':
      return `DELETE FROM orders WHERE id::int % 4 = $1::int % 4`
  }
}

/** Writes orders until it is over, one transaction after the other. Calls `onEnd` after each that did not fail. */
async function churn(
  database: TestDatabase,
  index: number,
  { over, onEnd = () => 0 }: { over: AbortSignal; onEnd?: () => number },
): Promise<void> {
  for (let n = 0; !over.aborted; n += 1) {
    try {
      await using writer = await openSession(database, 'writer')
      for (; !over.aborted; n += 1) {
        const id = `${index}-${n % 40}`
        await writer
          .query(`
          BEGIN;
          INSERT INTO orders (id, tenant_id, external_order_id, status, order_date)
            VALUES ('${id}', 'tenant-${n % 3}', '${id}', 'Unshipped', timestamptz '2026-01-01Z' + ${n % 90} * interval '1 day')
            ON CONFLICT (tenant_id, id) DO UPDATE SET status = 'Shipped';
          ${n % 5 === 0 ? `DELETE FROM orders WHERE id = '${index}-${(n * 7) % 40}';` : ''}
          ${n % 11 === 0 ? 'SELECT 1 / 0;' : ''}
          ${n % 7 === 0 ? 'ROLLBACK' : 'COMMIT'}`)
          .then(onEnd, async () => await writer.query('ROLLBACK'))
      }
    } catch {
      // Killed, as the test does it: goes on with another connection.
    }
  }
}
