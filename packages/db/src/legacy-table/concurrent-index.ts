import { sqlState, sqlStates } from '../database-error.ts'
import { runConcurrently } from '../migrate/lock-retries.ts'
import { MigrationError, type MigrationSession } from '../migrate/migration-session.ts'

export interface IndexDefinition {
  readonly name: string
  readonly unique: boolean
  /** The columns as `pg_get_indexdef` prints them, so that an index of another shape is not mistaken for this one. */
  readonly columns: string
}

/** One row for each tenant, reference and channel. Both indexes are those of the third migration. */
export const uniqueKey: IndexDefinition = {
  name: 'orders_tenant_id_external_order_id_channel_key',
  unique: true,
  columns: 'tenant_id, external_order_id, channel',
}

export const listIndex: IndexDefinition = {
  name: 'orders_list_idx',
  unique: false,
  columns: 'tenant_id, order_date DESC NULLS LAST, id, external_order_id, tracking_code',
}

/**
 * Creates the index, unless it exists, while others read and write. Returns false if duplicate rows prevented it.
 * Throws `MigrationError` if an index of this name has another shape.
 */
export async function makeIndex(session: MigrationSession, index: IndexDefinition): Promise<boolean> {
  if ((await stateOf(session, index)) === 'made') return true
  const kind = index.unique ? 'UNIQUE INDEX' : 'INDEX'
  const statement = `CREATE ${kind} CONCURRENTLY "${index.name}" ON "orders" (${index.columns})`
  try {
    await runConcurrently(session, `make the index ${index.name}`, statement)
  } catch (error) {
    if (sqlState(error) !== sqlStates.uniqueViolation) throw error
    session.log(`A duplicate came while the index ${index.name} was being made: once more.`)
    await dropUnfinished(session, index)
    return false
  }
  session.log(`Made the index ${index.name}.`)
  return true
}

/**
 * Drops an index that a killed run left unfinished: it slows writers down and refuses rows, and answers no query.
 * Throws `MigrationError` if an index of this name has another shape.
 */
export async function dropUnfinished(session: MigrationSession, index: IndexDefinition): Promise<void> {
  if ((await stateOf(session, index)) !== 'unfinished') return
  const statement = `DROP INDEX CONCURRENTLY IF EXISTS "${index.name}"`
  await runConcurrently(session, `drop the unfinished index ${index.name}`, statement)
}

async function stateOf(
  session: MigrationSession,
  { name, unique, columns }: IndexDefinition,
): Promise<'absent' | 'unfinished' | 'made'> {
  const found = await readIndex(session, name)
  if (found === null) return 'absent'
  if (!found.ofOrders || found.unique !== unique || found.definition !== `btree (${columns})`) {
    throw new MigrationError(
      `The database has an index ${name} of another shape. Drop or rename it, then migrate again.`,
    )
  }
  return found.valid ? 'made' : 'unfinished'
}

interface FoundIndex {
  readonly valid: boolean
  readonly unique: boolean
  readonly ofOrders: boolean
  readonly definition: string
}

async function readIndex({ client }: MigrationSession, name: string): Promise<FoundIndex | null> {
  const { rows } = await client.query<FoundIndex>(
    `SELECT indisvalid AS "valid", indisunique AS "unique", indrelid = 'orders'::regclass AS "ofOrders",
       regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') AS "definition"
     FROM pg_index WHERE indexrelid = to_regclass(quote_ident($1))`,
    [name],
  )
  return rows[0] ?? null
}
