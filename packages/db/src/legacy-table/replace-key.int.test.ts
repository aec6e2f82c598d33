import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { legacyDatabase } from './testing/legacy-database.ts'

/** Returns the primary key of orders and its unique indexes, as PostgreSQL prints their columns. */
async function keysOf(database: TestDatabase): Promise<readonly unknown[]> {
  const rows = await database.superuserQuery(`
    SELECT concat_ws(' ', CASE WHEN indisprimary THEN 'primary' END, substring(pg_get_indexdef(indexrelid) FROM '[(].*')) AS key
    FROM pg_index WHERE indrelid = 'orders'::regclass AND indisunique ORDER BY indisprimary DESC, indexrelid::regclass::text`)
  return rows.map(({ key }) => key)
}

const byTenant = ['primary (tenant_id, id)', '(tenant_id, external_order_id, channel)']
const byId = ['primary (id)', '(tenant_id, external_order_id, channel)', '(tenant_id, id)']

it('an adopted table gets a key that begins with the tenant', async () => {
  await using database = await legacyDatabase()
  await migrate({ adminUrl: database.ownerUrl })
  expect(await keysOf(database)).toEqual(byTenant)
})

it('the legacy service keeps the key by which it looks rows up, until the run that ends its access', async () => {
  await using database = await legacyDatabase()
  const role = `${database.name}_legacy`
  await database.superuserQuery(`CREATE ROLE ${role} LOGIN`)
  await migrate({ adminUrl: database.ownerUrl, keepAccess: [role] })
  await migrate({ adminUrl: database.ownerUrl, keepAccess: [role] })
  expect(await keysOf(database)).toEqual(byId)
  const lines: string[] = []
  await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  expect(await keysOf(database)).toEqual(byTenant)
  expect(lines).toContain('The primary key of orders is now (tenant_id, id).')
})

it('a table that refers to orders by their id keeps that key until it is gone', async () => {
  await using database = await legacyDatabase(
    'CREATE TABLE notes (order_id TEXT REFERENCES orders (id)); ALTER TABLE notes OWNER TO CURRENT_USER',
  )
  await migrate({ adminUrl: database.ownerUrl })
  expect(await keysOf(database)).toEqual(byId)
  await database.superuserQuery('DROP TABLE notes')
  await migrate({ adminUrl: database.ownerUrl })
  expect(await keysOf(database)).toEqual(byTenant)
})
