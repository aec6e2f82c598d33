import { expect, it } from 'vitest'
import { readMigrations } from './migration-files.ts'
import { indexesIn } from './prepare-migration.ts'

it('indexes are read from a migration’s file', () => {
  const sql = `
    -- A comment; with a semicolon.
    ALTER TABLE "orders" ADD COLUMN "one" TEXT;
    CREATE INDEX IF NOT EXISTS "orders_one_idx"
      ON "orders" ("tenant_id", "one") -- why
      WHERE "two" IS NOT NULL;
    CREATE UNIQUE INDEX IF NOT EXISTS "orders_two_idx" ON "orders" USING btree ("two");
    CREATE INDEX IF NOT EXISTS "tenants_idx" ON "tenants" ("three");`
  expect(indexesIn(sql)).toEqual([
    { name: 'orders_one_idx', unique: false, on: '("tenant_id", "one") WHERE "two" IS NOT NULL' },
    { name: 'orders_two_idx', unique: true, on: 'USING btree ("two")' },
  ])
})

it('no migration after `what_agents_read` makes an index of orders in any other way', async () => {
  const migrations = await readMigrations()
  const last = migrations.findIndex(({ name }) => name.endsWith('what_agents_read'))
  const later = migrations.slice(last + 1)
  const made = later.flatMap(({ sql }) => [...sql.matchAll(/CREATE (?:UNIQUE )?INDEX [^;]* ON "orders"/g)])
  const prepared = later.flatMap(({ sql }) => indexesIn(sql))
  expect(prepared.map(({ name }) => name)).toContain('orders_late_idx')
  expect(made).toHaveLength(prepared.length)
})
