import { sqlState, sqlStates } from '../database-error.ts'
import { runConcurrently, withShortLock } from './lock-retries.ts'
import { MigrationError, type MigrationSession } from './migration-session.ts'

/** An index of the table orders, or of one of its partitions. */
export interface IndexDefinition {
  readonly name: string
  readonly unique: boolean
  /** Without it: `orders`. */
  readonly table?: string
  /** What follows the table's name in CREATE INDEX: columns, and the condition of a partial index. */
  readonly on: string
}

/**
 * Creates the index, unless it exists, while others read and write. Returns false if duplicate rows prevented it.
 * Throws `MigrationError` if an index of this name has another shape.
 */
export async function makeIndex(session: MigrationSession, index: IndexDefinition): Promise<boolean> {
  if (await isMade(session, index)) return true
  const kind = index.unique ? 'UNIQUE INDEX' : 'INDEX'
  const statement = `CREATE ${kind} CONCURRENTLY "${index.name}" ON "${tableOf(index)}" ${index.on}`
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

/** True if the index exists and is whole. Throws `MigrationError` if an index of this name has another shape. */
export async function isMade(session: MigrationSession, index: IndexDefinition): Promise<boolean> {
  return (await stateOf(session, index)) === 'made'
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

async function stateOf(session: MigrationSession, index: IndexDefinition): Promise<'absent' | 'unfinished' | 'made'> {
  const found = await readIndex(session, index)
  if (found === null) return 'absent'
  if (!found.ofTable || found.unique !== index.unique || found.shape !== (await shapeOf(session, index))) {
    throw new MigrationError(
      `The database has an index ${index.name} of another shape. Drop or rename it, then migrate again.`,
    )
  }
  return found.valid ? 'made' : 'unfinished'
}

interface FoundIndex {
  readonly valid: boolean
  readonly unique: boolean
  readonly ofTable: boolean
  /** The method, columns and condition, as PostgreSQL prints them. */
  readonly shape: string
}

async function readIndex({ client }: MigrationSession, index: IndexDefinition): Promise<FoundIndex | null> {
  const { rows } = await client.query<FoundIndex>(
    `SELECT indisvalid AS "valid", indisunique AS "unique", indrelid = quote_ident($2)::regclass AS "ofTable",
       regexp_replace(pg_get_indexdef(indexrelid), '^.*? USING ', '') AS "shape"
     FROM pg_index WHERE indexrelid = to_regclass(quote_ident($1))`,
    [index.name, tableOf(index)],
  )
  return rows[0] ?? null
}

function tableOf({ table = 'orders' }: IndexDefinition): string {
  return table
}

const probe = '"orders_probe"'

/**
 * Returns the shape of the index as PostgreSQL prints it: in words of its own, which change from version to version. So
 * the same index is made on an empty table, which is gone at once.
 */
async function shapeOf(session: MigrationSession, { name, on }: IndexDefinition): Promise<string> {
  const { client } = session
  return await withShortLock(session, `compare the index ${name}`, async () => {
    await client.query(`CREATE TEMPORARY TABLE ${probe} (LIKE "orders") ON COMMIT DROP; CREATE INDEX ON ${probe} ${on}`)
    const { rows } = await client.query<{ shape: string }>(
      `SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.*? USING ', '') AS "shape"
       FROM pg_index WHERE indrelid = 'pg_temp.${probe}'::regclass`,
    )
    return rows[0]?.shape ?? ''
  })
}
