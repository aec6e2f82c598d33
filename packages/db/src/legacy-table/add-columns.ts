import { alterOrders } from '../migrate/lock-retries.ts'
import { MigrationError, type MigrationSession } from '../migrate/migration-session.ts'

/** The columns that the second migration adds, in its order, with their types as PostgreSQL names them. */
export const addedColumns = [
  ['marketplace', 'text'],
  ['customer_phone', 'text'],
  ['shipping_address', 'jsonb'],
  ['packages', 'jsonb'],
  ['shipped_at', 'timestamp with time zone'],
  ['delivered_at', 'timestamp with time zone'],
  ['estimated_delivery_at', 'timestamp with time zone'],
  ['latest_ship_date', 'timestamp with time zone'],
  ['source_updated_at', 'timestamp with time zone'],
] as const

/**
 * Adds the missing columns. They are nullable and have no default, so no row is read or written.
 * Throws `MigrationError` if a column of the same name has another type.
 */
export async function addColumns(session: MigrationSession): Promise<void> {
  const present = await columnTypes(session)
  for (const [name, type] of addedColumns) {
    const found = present.get(name) ?? type
    if (found !== type) {
      throw new MigrationError(
        `The table orders has a column ${name} of type ${found}, and needs one of type ${type}. Rename or change it, then migrate again.`,
      )
    }
  }
  const missing = addedColumns.filter(([name]) => !present.has(name))
  if (missing.length === 0) return
  const additions = missing.map(([name, type]) => `ADD COLUMN IF NOT EXISTS "${name}" ${type}`)
  await alterOrders(session, 'add columns to orders', () =>
    session.client.query(`ALTER TABLE "orders" ${additions.join(', ')}`),
  )
  session.log(`Added ${missing.length} columns to orders.`)
}

async function columnTypes({ client }: MigrationSession): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(`
    SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
    WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped`)
  return new Map(rows.map(({ name, type }) => [name, type]))
}
