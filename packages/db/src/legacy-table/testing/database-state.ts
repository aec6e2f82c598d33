import type { SuperuserSession, TestDatabase } from '@orderport/embedded-postgres'

/** Returns the orders and their archive, without the times of moving. */
export async function storedRows(database: TestDatabase): Promise<Record<string, readonly unknown[]>> {
  await using session = await database.openSuperuserSession()
  return await readRows(session)
}

async function readRows({ query: sql }: SuperuserSession): Promise<Record<string, readonly unknown[]>> {
  return {
    orders: await sql('SELECT to_jsonb(orders) AS row FROM orders ORDER BY id'),
    archive: await sql(`SELECT to_jsonb(orders_duplicates) - 'moved_at' AS row FROM orders_duplicates ORDER BY id`),
  }
}

/** Returns the rows and the schema that a migration leaves behind, without any times. */
export async function databaseState(database: TestDatabase): Promise<Record<string, readonly unknown[]>> {
  await using session = await database.openSuperuserSession()
  const { query: sql } = session
  return {
    ...(await readRows(session)),
    columns: await sql(`
      SELECT table_name, column_name, data_type, numeric_precision, numeric_scale, is_nullable, column_default
      FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`),
    indexes: await sql(`
      SELECT indrelid::regclass::text AS on, pg_get_indexdef(indexrelid) AS is, indisvalid AS valid FROM pg_index
      WHERE indrelid IN (${ourTables}) ORDER BY 1, 2`),
    constraints: await sql(`
      SELECT conrelid::regclass::text AS on, conname AS name, pg_get_constraintdef(oid) AS is, convalidated AS valid
      FROM pg_constraint WHERE conrelid IN (${ourTables}) ORDER BY 1, 2`),
    policies: await sql(`SELECT tablename, policyname, roles::text, qual FROM pg_policies ORDER BY 1, 2`),
    history: await sql(
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
    ),
  }
}

const ourTables = `SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`
