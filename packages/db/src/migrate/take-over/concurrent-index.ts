import { sqlState } from '../../database-error.ts'
import { sqlStates } from '../../sql-states.ts'
import { besideOthers } from '../beside-others.ts'
import { MigrationError } from '../migration-error.ts'
import type { MigrationSession } from '../migration-session.ts'

export interface IndexDefinition {
  readonly name: string
  readonly unique: boolean
  /** The columns as `pg_get_indexdef` writes them: the same text, so that an index of another shape is not taken for it. */
  readonly columns: string
}

/** One row for each tenant, reference and channel. As in the third migration, and so is the next one. */
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
 * Makes the index beside those who read and write, unless it is there. False if rows stood in its way: two of one order.
 * Throws `MigrationError` if an index of this name has another shape.
 */
export async function makeIndex(session: MigrationSession, index: IndexDefinition): Promise<boolean> {
  if ((await stateOf(session, index)) === 'made') return true
  const statement = `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY "${index.name}" ON "orders" (${index.columns})`
  try {
    await besideOthers(session, `make the index ${index.name}`, statement)
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
 * Removes what a run left that was killed while it made the index: that slows writers down and refuses rows, and helps
 * nobody. Throws `MigrationError` if an index of this name has another shape.
 */
export async function dropUnfinished(session: MigrationSession, index: IndexDefinition): Promise<void> {
  if ((await stateOf(session, index)) !== 'unfinished') return
  const statement = `DROP INDEX CONCURRENTLY IF EXISTS "${index.name}"`
  await besideOthers(session, `drop the unfinished index ${index.name}`, statement)
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
