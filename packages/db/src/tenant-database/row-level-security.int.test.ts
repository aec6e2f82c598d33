import type { TenantId } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import { tenantTables } from './tenant-tables.ts'

/** One row for each table: columns and values, without the tenant. */
const sampleRows: Readonly<Record<(typeof tenantTables)[number], readonly [columns: string, values: string]>> = {
  tenants: ['name', `'Boutique'`],
  members: ['email, role', `'agent@example.com', 'agent'`],
  api_keys: ['id, name, secret_hash, scopes', `'key', 'Inbox', '\\x00', '{orders:read}'`],
  order_counts: ['channel, number', `'amazon', 1`],
  orders: ['id, external_order_id', `'ord-' || gen_random_uuid(), '171-0000000-0000001'`],
  orders_duplicates: [
    'id, channel, external_order_id, kept_id, "row"',
    `'old-' || gen_random_uuid(), 'amazon', '171-0000000-0000001', 'x', '{}'`,
  ],
  channel_connections: ['channel, status, updated_at', `'amazon', 'pending', now()`],
  seller_claims: ['channel, kind, value, selling_account', `'amazon', 'account', gen_random_uuid(), 'SELLER'`],
  import_flights: ['channel, external_order_id, expires_at', `'amazon', '171-0000000-0000001', now()`],
  imports: [
    'id, channel, kind, requested_by, state, created_at',
    `'imp-1', 'amazon', 'references', 'peer', 'queued', now()`,
  ],
  import_items: ['import_id, external_order_id, state', `'imp-1', '171-0000000-0000001', 'queued'`],
  import_windows: ['import_id, number, from_at, to_at, state', `'imp-1', 1, now(), now(), 'open'`],
  order_sweeps: ['channel', `'amazon'`],
  refresh_failures: [
    'channel, external_order_id, failures, failed_at, retry_at',
    `'amazon', '171-0000000-0000001', 1, now(), now()`,
  ],
  audit_event: ['actor, method, action, outcome, request_id', `'peer', 'peer', 'orders.get', 'ok', 'r'`],
}

function tenantColumn(table: string): string {
  return table === 'tenants' ? 'id' : 'tenant_id'
}

function insertFor(table: (typeof tenantTables)[number], tenantId: TenantId): string {
  const [columns, values] = sampleRows[table]
  return `INSERT INTO ${table} (${tenantColumn(table)}, ${columns}) VALUES ('${tenantId}', ${values})`
}

/**
 * Gives both tenants a row in every table, and the service's role every right, so that only row-level security holds
 * it.
 */
async function twoTenants(): Promise<TestDatabase> {
  const database = await migratedDatabase()
  // The triggers of orders fill order_counts.
  const others = tenantTables.filter((table) => table !== 'tenants' && table !== 'order_counts')
  const parentsFirst = ['tenants' as const, ...others]
  for (const table of parentsFirst) {
    for (const tenantId of [tenantA, tenantB]) await database.superuserQuery(insertFor(table, tenantId))
  }
  await database.superuserQuery(`
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${database.runtimeRole};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${database.runtimeRole}`)
  return database
}

async function connectAs(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

async function within(client: Client, tenantId: TenantId | null, sql: string) {
  await client.query('BEGIN')
  try {
    if (tenantId !== null) await client.query("SELECT set_config('orderport.tenant_id', $1, true)", [tenantId])
    return await client.query(sql)
  } finally {
    await client.query('ROLLBACK')
  }
}

it('every table with a tenant is listed in tenantTables, and row-level security is forced on it', async () => {
  await using database = await migratedDatabase()
  const rows = await database.superuserQuery(`
    SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND (relname = 'tenants' OR EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'tenant_id' AND NOT attisdropped
    )) ORDER BY relname`)
  expect(rows).toEqual(tenantTables.map((name) => ({ name, forced: true })))
})

it('every index of a tenant’s table begins with the tenant, except keys that span all tenants', async () => {
  await using database = await migratedDatabase()
  const rows = await database.superuserQuery(`
    SELECT index.relname AS name FROM pg_index
    JOIN pg_class AS index ON index.oid = indexrelid
    JOIN pg_class AS held ON held.oid = indrelid
    JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE held.relname = ANY ('{${tenantTables.join(',')}}') AND attname <> 'tenant_id' ORDER BY index.relname`)
  expect(rows.map(({ name }) => name)).toEqual(['seller_claims_pkey', 'tenants_pkey'])
})

describe.each(['the service’s role', 'the owner'])('%s', (who) => {
  const urlOf = (database: TestDatabase) => (who === 'the owner' ? database.ownerUrl : database.runtimeUrl)

  it('can’t read or write any table without a tenant', async () => {
    await using database = await twoTenants()
    await using client = await connectAs(urlOf(database))
    for (const table of tenantTables) {
      expect((await client.query(`SELECT FROM ${table}`)).rowCount, table).toBe(0)
      expect((await client.query(`DELETE FROM ${table}`)).rowCount, table).toBe(0)
      await expect(client.query(insertFor(table, tenantA)), table).rejects.toThrow(/row-level security/)
    }
  })

  it('reads and writes only the rows of its tenant, in every table', async () => {
    await using database = await twoTenants()
    await using client = await connectAs(urlOf(database))
    for (const table of tenantTables) {
      const column = tenantColumn(table)
      const seen = await within(client, tenantA, `SELECT ${column} AS tenant FROM ${table}`)
      expect(seen.rows, table).toEqual([{ tenant: tenantA }])
      const foreign = `WHERE ${column} = '${tenantB}'`
      expect((await within(client, tenantA, `DELETE FROM ${table} ${foreign}`)).rowCount, table).toBe(0)
      const moved = within(client, tenantA, `UPDATE ${table} SET ${column} = 'somebody-else'`)
      await expect(moved, table).rejects.toThrow(/row-level security/)
      await expect(within(client, tenantA, insertFor(table, tenantB)), table).rejects.toThrow(/row-level security/)
    }
    expect(await database.superuserQuery('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 2 }])
  })

  it('sees nothing once the transaction that named the tenant has ended', async () => {
    await using database = await twoTenants()
    await using client = await connectAs(urlOf(database))
    expect((await within(client, tenantA, 'SELECT FROM orders')).rowCount).toBe(1)
    await database.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('x', '', '1')`)
    expect((await client.query('SELECT FROM orders')).rowCount).toBe(0)
  })
})

it('the audit can only be appended to', async () => {
  await using database = await migratedDatabase()
  await using client = await connectAs(database.runtimeUrl)
  await client.query('BEGIN')
  await client.query(`SET LOCAL orderport.tenant_id = '${tenantA}'`)
  await client.query(insertFor('audit_event', tenantA))
  await client.query('COMMIT')
  for (const sql of ['SELECT FROM audit_event', 'DELETE FROM audit_event', "UPDATE audit_event SET actor = 'x'"]) {
    await expect(within(client, tenantA, sql)).rejects.toThrow(/permission denied/)
  }
  await expect(client.query('TRUNCATE audit_event')).rejects.toThrow(/permission denied/)
  expect(await database.superuserQuery('SELECT actor FROM audit_event')).toEqual([{ actor: 'peer' }])
})

it('the role for inspection reads every tenant’s rows and writes none, and only the owner may take it', async () => {
  await using database = await twoTenants()
  await using owner = await connectAs(database.ownerUrl)
  await owner.query('SET ROLE orderport_studio')
  for (const table of tenantTables) {
    expect((await owner.query(`SELECT FROM ${table}`)).rowCount, table).toBe(2)
    await expect(owner.query(`DELETE FROM ${table}`), table).rejects.toThrow(/permission denied/)
  }
  await using service = await connectAs(database.runtimeUrl)
  await expect(service.query('SET ROLE orderport_studio')).rejects.toThrow(/permission denied/)
})
