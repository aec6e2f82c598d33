import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { Client } from 'pg'

/** The table as the legacy service made it by hand, on databases that never saw a migration. */
const legacyTable = `
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

/** Returns a database with the legacy table, owned by the role that migrates. `sql` may fill it. */
export async function legacyDatabase(sql = ''): Promise<TestDatabase> {
  const database = await createEmptyDatabase()
  await database.superuserQuery(`
    ${legacyTable};
    ${sql};
    DO $$ BEGIN EXECUTE format('ALTER TABLE orders OWNER TO %I',
      (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())); END $$`)
  return database
}

/**
 * Returns SQL that inserts rows as the legacy service left them: duplicates of three kinds, channels in every spelling,
 * references with blanks around them, undated rows, stubs, JSON nulls, totals that are no number. The rows are the same
 * each time.
 */
export function legacyRows(count: number): string {
  const chance = (salt: string): string => `('x' || left(md5(i || '${salt}'), 6))::bit(24)::int`
  const oneOf = (salt: string, ...values: string[]): string =>
    `(ARRAY[${values.join(', ')}])[1 + ${chance(salt)} % ${values.length}]`
  return `
    INSERT INTO orders (id, tenant_id, external_order_id, channel, total_amount, order_date, customer_name, carrier,
      tracking_code, products, raw_data, created_at, updated_at)
    SELECT
      'ord-' || md5(i::text),
      ${oneOf('tenant', `'tenant-a'`, `'tenant-b'`, `'Tenant-C'`)},
      ${oneOf('before', `''`, `''`, `''`, `''`, `''`, `' '`, `chr(8203)`)} || '171-' || ${chance('reference')}
        % ${Math.ceil(count / 3)} || ${oneOf('after', `''`, `''`, `''`, `''`, `chr(160)`, `E'\\n'`)},
      ${oneOf('channel', 'NULL', `''`, `'amazon'`, `'amazon'`, `' Amazon '`, `E'shopify\t'`)},
      ${oneOf('total', 'NULL', '0', '12.5', '29.99', `'NaN'`)}::numeric,
      ${oneOf('date', 'NULL', `'2026-02-05T10:11:12.123456Z'`, `'infinity'`)}::timestamptz,
      ${oneOf('name', 'NULL', `''`, `'Zoé Exemple'`)},
      ${oneOf('carrier', 'NULL', `'La Poste'`)},
      ${oneOf('tracking', 'NULL', `''`, `'6A00000000001'`)},
      ${oneOf('products', 'NULL', `'[]'`, `'{}'`, `'[{"qty": 1, "price": 12.5}]'`)}::jsonb,
      ${oneOf('raw', 'NULL', `'null'`, `'{"a": 1}'`)}::jsonb,
      '2025-12-31Z',
      ${oneOf('updated', 'NULL', `'2026-01-01Z'`, `'2026-03-01Z'`)}::timestamptz
    FROM generate_series(1, ${count}) AS i`
}

/** Returns a clone of a legacy database with 40 such rows, for tests that need many clones. */
export function legacyClone(): Promise<TestDatabase> {
  return createTestDatabase({
    template: {
      name: 'legacy',
      prepare: async (ownerUrl) => {
        const client = new Client({
          connectionString: ownerUrl,
          connectionTimeoutMillis: 10_000,
          query_timeout: 20_000,
        })
        await client.connect()
        await client.query(`${legacyTable}; ${legacyRows(40)}`)
        await client.end()
      },
    },
  })
}
