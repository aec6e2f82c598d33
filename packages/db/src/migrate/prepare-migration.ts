import type { Client } from 'pg'
import { dropUnfinished, isMade, makeIndex, type IndexDefinition } from './concurrent-index.ts'
import type { Migration } from './migration-files.ts'
import { MigrationError, type MigrationSession } from './migration-session.ts'

/**
 * Makes the indexes of a migration's file while others use the table `orders`. The file itself would make them under a
 * lock, for as long as the rows take; it says `IF NOT EXISTS` and finds them made. Their columns are those of earlier
 * migrations. Each index is committed separately, so that a killed run is simply run again. Of a partitioned table each
 * partition gets its index, which the file then attaches to the table's own.
 * Throws `MigrationError` when others keep it from finishing, when rows break a unique index, and when an index of
 * another shape has the name.
 */
export async function prepareMigration(session: MigrationSession, { sql }: Migration): Promise<void> {
  const partitions = await partitionsOfOrders(session.client)
  for (const index of indexesIn(sql)) {
    if (partitions.length > 0 && (await isMade(session, index))) continue
    for (const part of partitions.length === 0 ? [index] : partitions.map((table) => onPartition(index, table))) {
      await dropUnfinished(session, part)
      if (await makeIndex(session, part)) continue
      throw new MigrationError(`Rows of orders break the unique index ${part.name}. Remove them, then migrate again.`)
    }
  }
}

function onPartition(index: IndexDefinition, table: string): IndexDefinition {
  return { ...index, name: `${index.name}_${table}`, table }
}

/** Returns the partitions of the table `orders`; none if it is one table. */
async function partitionsOfOrders(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = to_regclass('orders') ORDER BY relname`,
  )
  return rows.map(({ name }) => name)
}

/** True if the table `orders` exists and may have rows. Row-level security hides them, but not the table's size. */
export async function mayHaveOrders(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ size: string | null }>(
    `SELECT sum(pg_relation_size(part))::text AS size
     FROM (SELECT to_regclass('orders') UNION ALL SELECT relid FROM pg_partition_tree(to_regclass('orders'))) AS t (part)`,
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
