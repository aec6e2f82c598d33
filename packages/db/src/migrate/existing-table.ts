import type { Client } from 'pg'
import { MigrationError } from './migration-error.ts'

/** The columns of the table as it was made by hand (the first migration). */
const deployedColumns = [
  'id',
  'tenant_id',
  'external_order_id',
  'channel',
  'status',
  'total_amount',
  'currency',
  'order_date',
  'fulfillment_channel',
  'customer_name',
  'customer_email',
  'customer_address',
  'carrier',
  'tracking_code',
  'tracking_url',
  'delivery_status',
  'products',
  'raw_data',
  'created_at',
  'updated_at',
] as const

/**
 * True if the database has the table `orders` that was made by hand. Throws if it has another table of that name:
 * whoever that belongs to would lose it to our migrations.
 */
export async function hasDeployedTable(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT attname AS name FROM pg_attribute
    WHERE attrelid = to_regclass('orders') AND attnum > 0 AND NOT attisdropped`)
  if (rows.length === 0) return false
  const present = new Set(rows.map((row) => row.name))
  const missing = deployedColumns.filter((column) => !present.has(column))
  if (missing.length > 0) {
    throw new MigrationError(
      `The database has a table "orders" that is not the one to adopt: it has no column ${missing.join(', ')}. Nothing was changed.`,
    )
  }
  return true
}
