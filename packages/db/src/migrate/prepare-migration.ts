import type { Client } from 'pg'
import { dropUnfinished, makeIndex, type IndexDefinition } from './concurrent-index.ts'
import type { Migration } from './migration-files.ts'
import { MigrationError, type MigrationSession } from './migration-session.ts'

/**
 * Makes the indexes of a migration's file while others use the table `orders`. The file itself would make them under a
 * lock, for as long as the rows take; it says `IF NOT EXISTS` and finds them made. Their columns are those of earlier
 * migrations. Each index is committed separately, so that a killed run is simply run again.
 * Throws `MigrationError` when others keep it from finishing, when rows break a unique index, and when an index of
 * another shape has the name.
 */
export async function prepareMigration(session: MigrationSession, { sql }: Migration): Promise<void> {
  for (const index of indexesIn(sql)) {
    await dropUnfinished(session, index)
    if (await makeIndex(session, index)) continue
    throw new MigrationError(`Rows of orders break the unique index ${index.name}. Remove them, then migrate again.`)
  }
}

/** True if the table `orders` exists and may have rows. Row-level security hides them, but not the table's size. */
export async function mayHaveOrders(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ size: string | null }>(
    `SELECT pg_relation_size(to_regclass('orders'))::text AS size`,
  )
  return Number(rows[0]?.size ?? 0) > 0
}

const indexStatement = /^CREATE (UNIQUE )?INDEX IF NOT EXISTS "(\w+)" ON "orders" (.+)$/

/** Returns the indexes that a file makes on `orders` unless they exist. */
export function indexesIn(sql: string): readonly IndexDefinition[] {
  return statementsIn(sql).flatMap((statement) => {
    const [, unique, name, on] = indexStatement.exec(statement) ?? []
    return name === undefined || on === undefined ? [] : [{ name, on, unique: unique !== undefined }]
  })
}

/** Returns the statements of a file, each on one line. No text in our files has a semicolon or `--`. */
function statementsIn(sql: string): readonly string[] {
  const lines = sql.split('\n').map((line) => line.replace(/--.*$/, '').trim())
  const text = lines.filter((line) => line !== '').join(' ')
  return text.split(';').map((statement) => statement.trim())
}
