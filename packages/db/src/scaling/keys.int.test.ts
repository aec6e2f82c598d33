import { expect, it } from 'vitest'
import { tenantTables } from '../tenant-database/tenant-tables.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'

/** The column of a table that says whose a row is. */
const tenantColumn = `CASE WHEN relname = 'tenants' THEN 'id' ELSE 'tenant_id' END`

it('every unique key holds the tenant, except that by which a selling account has one owner', async () => {
  await using database = await migratedDatabase()
  const keys = await database.superuserQuery(`
    SELECT indexrelid::regclass::text AS key, EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey) AND attname = ${tenantColumn}
    ) AS "byTenant"
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE indisunique AND relname = ANY ('{${tenantTables.join(',')}}')`)
  expect(keys.length).toBeGreaterThan(tenantTables.length)
  expect(keys.filter(({ byTenant }) => byTenant !== true)).toEqual([{ key: 'seller_claims_pkey', byTenant: false }])
})

it('foreign keys lead by the tenant to the tenant, and carry no change of its id along', async () => {
  await using database = await migratedDatabase()
  const keys = await database.superuserQuery(`
    SELECT conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS key FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1`)
  const key = 'FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE'
  expect(keys).toEqual([
    { table: 'api_keys', key },
    { table: 'members', key },
  ])
})
