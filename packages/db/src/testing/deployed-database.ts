import { createEmptyDatabase, type TestDatabase } from '@orderport/testkit'

/** The table as the service before us made it by hand, on databases that never saw a migration. */
const deployedTable = `
  CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    external_order_id TEXT NOT NULL,
    channel TEXT DEFAULT 'amazon',
    status TEXT DEFAULT 'Unshipped',
    total_amount NUMERIC(12,2) DEFAULT 0,
    currency TEXT DEFAULT 'EUR',
    order_date TIMESTAMPTZ,
    fulfillment_channel TEXT DEFAULT 'MFN',
    customer_name TEXT, customer_email TEXT, customer_address TEXT,
    carrier TEXT, tracking_code TEXT, tracking_url TEXT,
    delivery_status TEXT DEFAULT 'pending',
    products JSONB DEFAULT '[]',
    raw_data JSONB,
    created_at TIMESTAMPTZ DEFAULT now(),
    updated_at TIMESTAMPTZ DEFAULT now()
  )`

/** A database with that table, owned by who migrates, and what `sql` puts into it. */
export async function deployedDatabase(sql = ''): Promise<TestDatabase> {
  const database = await createEmptyDatabase()
  await database.superuserQuery(`
    ${deployedTable};
    ${sql};
    DO $$ BEGIN EXECUTE format('ALTER TABLE orders OWNER TO %I',
      (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())); END $$`)
  return database
}
