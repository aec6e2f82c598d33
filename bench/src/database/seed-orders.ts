import { Client } from 'pg'
import { seeded, seededColumns, seededOrders } from './seeded-row.ts'

/** Rows in each INSERT: triggers of the statement see so many at once. */
const rowsInEach = 100_000

/** The person in whose name every request is sent: a member of every tenant. */
export const agent = 'agent@example.org'

/**
 * Fills an empty, migrated database with orders, their tenants and a member of each. Indexes are made afterwards, which
 * is many times faster; everything is one transaction, for which PostgreSQL then writes no log of changes.
 */
export async function seedOrders(
  superuserUrl: string,
  rows: number,
  onProgress: (message: string) => void,
): Promise<void> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query(`SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'; SET jit = off`)
    await client.query('BEGIN')
    await client.query(tenants, [agent])
    await client.query('TRUNCATE orders')
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(secondaryIndexes)
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
    const insert = `INSERT INTO orders (${seededColumns}) ${seededOrders(rows)}`
    for (let first = 1; first <= rows; first += rowsInEach) {
      onProgress(`seeding: ${(first - 1).toLocaleString('en')} of ${rows.toLocaleString('en')} rows`)
      await client.query(insert, [first, Math.min(first + rowsInEach - 1, rows)])
    }
    for (const { name, definition } of indexes) {
      onProgress(`seeding ${rows.toLocaleString('en')} rows: index ${name}`)
      await client.query(definition)
    }
    await client.query('COMMIT')
    onProgress(`seeding ${rows.toLocaleString('en')} rows: vacuum`)
    await client.query('VACUUM (ANALYZE)')
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}

const tenants = `
  WITH named AS (SELECT DISTINCT ${seeded.tenant} AS id FROM generate_series(1, 1000) AS n),
    added AS (INSERT INTO tenants (id) SELECT id FROM named RETURNING id)
  INSERT INTO members (tenant_id, email, role) SELECT id, $1, 'agent' FROM added`

/** Every index of the table but those of its constraints. */
const secondaryIndexes = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid = 'orders'::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`
