import { sqlState } from '../../database-error.ts'
import { sqlStates } from '../../sql-states.ts'
import { briefly } from '../beside-others.ts'
import type { MigrationSession } from '../migration-session.ts'
import { onlyRow } from './only-row.ts'

/** What was done to rows of a batch in one transaction. */
export interface Treated {
  readonly done: number
  /** The batch has more rows to treat. */
  readonly more: boolean
}

export interface PassSteps<T extends Treated> {
  /** For messages: "move duplicate rows". */
  readonly step: string
  /** A query for the `id` of each row to look at, the number of its `batch`, and how much `work` it is: 0 or 1. */
  readonly find: string
  /** Treats rows of a batch, within a transaction. */
  readonly treat: (batch: string) => Promise<T>
  /** One line about how far it is. */
  readonly describe: (done: number, found: number) => string
}

export interface Pass<T extends Treated> {
  /** How much there was to do when the pass began. */
  readonly found: number
  /** Less than that where others had locked rows or changed them. */
  readonly done: number
  readonly treated: readonly T[]
}

/** The temporary table in which a pass keeps what it found. */
export const foundRows = '"take_over_rows"'

/**
 * One pass over the table: looks once for rows to treat, which only reads, then treats them in many short transactions.
 * `treat` looks again at what it locks: rows may have changed since. A batch that the unique key refuses, because of a row
 * that came meanwhile, is left for the next pass.
 */
export async function runPass<T extends Treated>(session: MigrationSession, steps: PassSteps<T>): Promise<Pass<T>> {
  const { found, batches } = await findRows(session, steps.find)
  const treated: T[] = []
  let done = 0
  for (const batch of batches) {
    for (let more = true; more;) {
      const result = await briefly(session, steps.step, () => steps.treat(batch)).catch(leaveCollision)
      more = result?.more ?? false
      if (result === null) continue
      treated.push(result)
      done += result.done
      if (result.done > 0) session.progress(steps.describe(done, found))
    }
  }
  return { found, done, treated }
}

async function findRows({ client }: MigrationSession, find: string): Promise<{ found: number; batches: string[] }> {
  await client.query(`DROP TABLE IF EXISTS pg_temp.${foundRows}`)
  await client.query(`CREATE TEMPORARY TABLE ${foundRows} AS ${find}`)
  await client.query(`CREATE INDEX ON ${foundRows} ("batch"); ANALYZE ${foundRows}`)
  const { found } = onlyRow(
    await client.query<{ found: number }>(`SELECT COALESCE(sum("work"), 0)::int AS "found" FROM ${foundRows}`),
  )
  const { rows } = await client.query<{ batch: string }>(
    `SELECT "batch"::text FROM ${foundRows} GROUP BY ${foundRows}."batch" ORDER BY ${foundRows}."batch"`,
  )
  return { found, batches: rows.map(({ batch }) => batch) }
}

function leaveCollision(error: unknown): null {
  if (sqlState(error) === sqlStates.uniqueViolation) return null
  throw error
}
