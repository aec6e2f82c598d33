import { setTimeout as delay } from 'node:timers/promises'
import type { QueryResult, QueryResultRow } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'
import { withShortLock } from '../migrate/lock-retries.ts'
import { MigrationError, stays, type MigrationSession } from '../migrate/migration-session.ts'

/** What one transaction did to rows of a batch. */
export interface BatchResult {
  readonly done: number
  /** True if the batch has more rows to treat. */
  readonly more: boolean
}

export interface PassSteps<T extends BatchResult> {
  /** For messages: "move duplicate rows". */
  readonly step: string
  /** A query for the `id` of each row to look at, the number of its `batch`, and its `work`: 0 or 1. */
  readonly find: string
  /** Treats rows of a batch, within a transaction. */
  readonly treat: (batch: string) => Promise<T>
  /** Returns one line about the progress. */
  readonly describe: (done: number, found: number) => string
}

export interface Pass<T extends BatchResult> {
  /** The amount of work when the pass began. */
  readonly found: number
  /** The amount of work that was done: less than `found` where others had locked or changed rows. */
  readonly done: number
  readonly results: readonly T[]
}

/** The temporary table of the rows that a pass has found. */
export const foundRows = '"take_over_rows"'

/**
 * Runs one pass over the table: finds the rows to treat with one query that only reads, then treats them in many short
 * transactions. `treat` must check the rows that it locks, because they may have changed since. A batch that breaks the
 * unique key, because of a row written in the meantime, is left to the next pass.
 */
export async function runPass<T extends BatchResult>(session: MigrationSession, steps: PassSteps<T>): Promise<Pass<T>> {
  const { found, batches } = await findRows(session, steps.find)
  const results: T[] = []
  let done = 0
  for (const batch of batches) {
    for (let more = true; more;) {
      const result = await withShortLock(session, steps.step, () => steps.treat(batch)).catch(ignoreCollision)
      more = result?.more ?? false
      if (result === null) continue
      results.push(result)
      done += result.done
      if (result.done > 0) session.progress(steps.describe(done, found))
    }
  }
  return { found, done, results }
}

/**
 * Repeats passes until one has done all that it found, and returns what they did to each batch.
 * Throws `MigrationError` when others keep rows locked; what was done stays.
 */
export async function runPasses<T extends BatchResult>(
  session: MigrationSession,
  steps: PassSteps<T>,
): Promise<readonly T[]> {
  const pausesMs = session.lockRetries.pausesMs.values()
  const all: T[] = []
  for (;;) {
    const { found, done, results } = await runPass(session, steps)
    all.push(...results)
    if (done >= found) return all
    await waitForLockedRows(session, pausesMs.next().value)
  }
}

/** Waits before the next pass looks for rows that others had locked. Throws `MigrationError` after the last pause. */
export async function waitForLockedRows(session: MigrationSession, pauseMs: number | undefined): Promise<void> {
  if (pauseMs === undefined) {
    throw new MigrationError(
      `Gave up waiting for rows of orders that other transactions have locked. ${stays} when they have ended.`,
    )
  }
  session.progress('Others have locked rows of orders that are to be moved or rewritten: looking again.')
  await delay(pauseMs)
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

function ignoreCollision(error: unknown): null {
  if (sqlState(error) === sqlStates.uniqueViolation) return null
  throw error
}

/** Returns the row of a statement that returns exactly one. */
export function onlyRow<T extends QueryResultRow>({ rows }: QueryResult<T>): T {
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new Error(`A statement returned ${rows.length} rows instead of one.`)
  return row
}

/** Formats a number for people: 12,000. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}
