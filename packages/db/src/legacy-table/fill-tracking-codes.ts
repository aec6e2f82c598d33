import { cleanTrackingCode } from '@orderport/domain'
import type { MigrationSession } from '../migrate/migration-session.ts'
import { readPackages } from '../orders/packages-json.ts'
import { writeTrackingCodes } from '../orders/tracking-codes.ts'
import { formatCount, foundRows, runPasses, type BatchResult } from './pass.ts'
import { rowsAtOnce } from './row-rules.ts'

/**
 * Fills `tracking_codes`, which the search reads, in rows that were written before the column was there. Returns how
 * many it filled. Needs to see every row.
 */
export async function fillTrackingCodes(session: MigrationSession): Promise<number> {
  const results = await runPasses(session, {
    step: 'fill the tracking codes of orders',
    find: findRows,
    treat: (batch) => fillBatch(session, batch),
    describe: (done, found) => `Read the tracking codes of ${formatCount(done)} of about ${formatCount(found)} rows.`,
  })
  return results.reduce((total, { filled }) => total + filled, 0)
}

/** A code has a digit. The domain decides about the rest. */
const findRows = `
  SELECT "id", (row_number() OVER () - 1) / ${rowsAtOnce} AS "batch", 1 AS "work" FROM "orders"
  WHERE "tracking_codes" IS NULL AND (
    "tracking_code" ~ '[0-9]' OR jsonb_path_exists("packages", '$[*].trackingCode ? (@ like_regex "[0-9]")')
  )`

/** Skips rows that others have locked: they are left to the next pass. */
const lockBatch = `
  SELECT "id", "tracking_code", "packages" FROM ${foundRows} AS "found" JOIN "orders" USING ("id")
  WHERE "found"."batch" = $1 AND "tracking_codes" IS NULL
  FOR NO KEY UPDATE OF "orders" SKIP LOCKED`

const writeBatch = `
  UPDATE "orders" SET "tracking_codes" = "given"."codes"
  FROM unnest($1::text[], $2::text[]) AS "given" ("id", "codes") WHERE "orders"."id" = "given"."id"`

interface StoredCodes {
  readonly id: string
  readonly tracking_code: string | null
  readonly packages: unknown
}

async function fillBatch({ client }: MigrationSession, batch: string): Promise<BatchResult & { filled: number }> {
  const { rows } = await client.query<StoredCodes>(lockBatch, [batch])
  const filled = rows
    .map((row) => ({ id: row.id, codes: codesOf(row) }))
    .filter((row): row is { id: string; codes: string } => row.codes !== null)
  await client.query(writeBatch, [filled.map(({ id }) => id), filled.map(({ codes }) => codes)])
  return { done: rows.length, filled: filled.length, more: false }
}

/** Returns the codes as `save-order` would have written them, or null for none. */
function codesOf({ tracking_code, packages }: StoredCodes): string | null {
  return writeTrackingCodes({ trackingCode: cleanTrackingCode(tracking_code), packages: readPackages(packages) })
}
