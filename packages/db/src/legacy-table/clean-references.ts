import { normaliseTypedText } from '@orderport/domain'
import type { MigrationSession } from '../migrate/migration-session.ts'
import { archiveRows, correctKeptIds, type ArchivedRows } from './move-duplicates.ts'
import { formatCount, foundRows, onlyRow, runPasses, type BatchResult } from './pass.ts'
import { fullestFirst, rowsAtOnce } from './row-rules.ts'

/** How many rows were moved to the archive, and how many stay and were rewritten. */
export interface CleanedReferences {
  readonly moved: number
  readonly rewritten: number
}

/**
 * Writes references as the domain cleans what people type, because import, detail and search look for them in that
 * form: the legacy service stored what was pasted, with blanks around it. Of rows that become the same order, the
 * fullest stays. Needs to see every row.
 */
export async function cleanReferences(session: MigrationSession): Promise<CleanedReferences> {
  await cleanArchive(session)
  const results = await runPasses(session, {
    step: 'clean references of orders',
    find: findRows,
    treat: (batch) => cleanBatch(session, batch),
    describe: (done, found) => `Looked at ${formatCount(done)} of about ${formatCount(found)} unusual references.`,
  })
  await correctKeptIds(session)
  const sum = (of: keyof CleanedReferences): number => results.reduce((total, batch) => total + batch[of], 0)
  return { moved: sum('moved'), rewritten: sum('rewritten') }
}

/** True for a reference that the cleaning may change. Nearly all are visible ASCII, which is quickly seen. */
const isUnusual = `"external_order_id" COLLATE "C" !~ '^([!-~]+( [!-~]+)*)?$'`

/**
 * Returns a reference as it is stored. One of blanks alone stays as it is: without them, different orders would become
 * one.
 */
function cleaned(reference: string): string {
  return normaliseTypedText(reference) || reference
}

interface StoredReference {
  readonly id: string
  readonly reference: string
}

/** Returns the ids, the references as they are, and the cleaned ones, of those rows that the cleaning changes. */
function changesIn(rows: readonly StoredReference[]): readonly (readonly string[])[] {
  const changed = rows.filter(({ reference }) => cleaned(reference) !== reference)
  return [
    changed.map(({ id }) => id),
    changed.map(({ reference }) => reference),
    changed.map(({ reference }) => cleaned(reference)),
  ]
}

/** First, so that an archived row and one that was put back from there are seen to be the same order's. */
async function cleanArchive({ client }: MigrationSession): Promise<void> {
  const { rows } = await client.query<StoredReference>(
    `SELECT "id", "external_order_id" AS "reference" FROM "orders_duplicates" WHERE ${isUnusual}`,
  )
  const [ids, , references] = changesIn(rows)
  await client.query(
    `UPDATE "orders_duplicates" AS "archived" SET "external_order_id" = "given"."reference",
       "row" = "row" || jsonb_build_object('external_order_id', "given"."reference")
     FROM unnest($1::text[], $2::text[]) AS "given" ("id", "reference") WHERE "archived"."id" = "given"."id"`,
    [ids, references],
  )
}

const findRows = `
  SELECT "id", (row_number() OVER () - 1) / ${rowsAtOnce} AS "batch", 1 AS "work" FROM "orders" WHERE ${isUnusual}`

const readBatch = `
  SELECT "id", "external_order_id" AS "reference" FROM ${foundRows} AS "found" JOIN "orders" USING ("id")
  WHERE "found"."batch" = $1 AND ${isUnusual}`

/**
 * Locks the rows to clean with the rows that have their clean references already, skips locked ones, and ranks them.
 * The rows of one order may span batches: the fullest of all is also the fullest of any part that contains it.
 */
const rankRows = `
  WITH "given" AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS "given" ("id", "stored", "reference")
  ), "same_order" AS (
    SELECT "id", "stored", "reference", true AS "unclean" FROM "given"
    UNION
    SELECT "twin"."id", "given"."reference", "given"."reference", false
    FROM "given" JOIN "orders" USING ("id") JOIN "orders" AS "twin"
      ON ("twin"."tenant_id", "twin"."external_order_id", "twin"."channel")
        = ("orders"."tenant_id", "given"."reference", "orders"."channel")
  ), "locked" AS MATERIALIZED (
    SELECT "orders".*, "same_order"."reference", "same_order"."unclean"
    FROM "same_order" JOIN "orders" USING ("id")
    WHERE "orders"."external_order_id" = "same_order"."stored"
    FOR UPDATE OF "orders" SKIP LOCKED
  ), "ranked" AS (
    SELECT "id", "reference", "unclean", first_value("id") OVER (
      PARTITION BY "tenant_id", "reference", "channel" ORDER BY ${fullestFirst}
    ) AS "kept_id"
    FROM "locked"
  )
  SELECT
    COALESCE(array_agg("id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "ids",
    COALESCE(array_agg("kept_id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "keptIds",
    COALESCE(array_agg("reference") FILTER (WHERE "id" <> "kept_id"), '{}') AS "references",
    count(*) FILTER (WHERE "id" <> "kept_id" AND "unclean")::int AS "movedUnclean",
    COALESCE(array_agg("id") FILTER (WHERE "id" = "kept_id" AND "unclean"), '{}') AS "staying",
    COALESCE(array_agg("reference") FILTER (WHERE "id" = "kept_id" AND "unclean"), '{}') AS "stayingReferences"
  FROM "ranked"`

interface RankedRows extends ArchivedRows {
  /** How many of the rows to move have a reference to clean. */
  readonly movedUnclean: number
  /** Rows that stay and have a reference to clean. */
  readonly staying: readonly string[]
  readonly stayingReferences: readonly string[]
}

/** Leaves a row to the next pass if another row, which others had locked, has its clean reference. */
const rewriteStaying = `
  UPDATE "orders" SET "external_order_id" = "given"."reference"
  FROM unnest($1::text[], $2::text[]) AS "given" ("id", "reference")
  WHERE "orders"."id" = "given"."id" AND NOT EXISTS (
    SELECT FROM "orders" AS "twin"
    WHERE ("twin"."tenant_id", "twin"."external_order_id", "twin"."channel")
      = ("orders"."tenant_id", "given"."reference", "orders"."channel")
  )`

async function cleanBatch(session: MigrationSession, batch: string): Promise<BatchResult & CleanedReferences> {
  const { client } = session
  const { rows } = await client.query<StoredReference>(readBatch, [batch])
  const changes = changesIn(rows)
  const unchanged = rows.length - (changes[0]?.length ?? 0)
  const ranked = onlyRow(await client.query<RankedRows>(rankRows, [...changes]))
  await archiveRows(session, ranked)
  const { rowCount } = await client.query(rewriteStaying, [ranked.staying, ranked.stayingReferences])
  const rewritten = rowCount ?? 0
  return { done: unchanged + ranked.movedUnclean + rewritten, moved: ranked.ids.length, rewritten, more: false }
}
