import { MigrationError, type MigrationSession } from '../migrate/migration-session.ts'
import { formatCount, foundRows, onlyRow, runPass, type BatchResult } from './pass.ts'
import { fullestFirst, rowsAtOnce, usualChannel } from './row-rules.ts'

/** The archive of duplicates, as the third migration creates it. */
export const archiveTable = `"orders_duplicates" (
      "id" TEXT NOT NULL,
      "tenant_id" TEXT NOT NULL,
      "channel" TEXT NOT NULL,
      "external_order_id" TEXT NOT NULL,
      "kept_id" TEXT NOT NULL,
      "row" JSONB NOT NULL,
      "moved_at" TIMESTAMPTZ NOT NULL DEFAULT now(),

      CONSTRAINT "orders_duplicates_pkey" PRIMARY KEY ("id")
    )`

export async function createArchive({ client }: MigrationSession): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS ${archiveTable}`)
}

/**
 * Finds all rows that share their order with another one. An order never spans two batches. Batches follow the order of
 * the table, so that neighbouring rows are written together: PostgreSQL logs a whole page for each scattered row.
 */
const findDuplicates = `
  SELECT "row"."id", "batch", ("position" > 1)::int AS "work"
  FROM (
    SELECT "ids", sum(cardinality("ids")) OVER (ORDER BY "place" ROWS UNBOUNDED PRECEDING) / ${rowsAtOnce} AS "batch"
    FROM (
      SELECT array_agg("id") AS "ids", min(ctid) AS "place" FROM "orders"
      GROUP BY "tenant_id", "external_order_id", ${usualChannel} HAVING count(*) > 1
    ) AS "same_order"
  ) AS "batched", unnest("ids") WITH ORDINALITY AS "row" ("id", "position")`

/**
 * Locks what is left of a batch and ranks its current rows. Rows that others have locked are skipped: waiting for them
 * while holding locks could end in a deadlock that the other side loses. Skipping is safe, because the fullest row of
 * all is also the fullest of any part that contains it.
 */
const rankBatch = `
  WITH "locked" AS MATERIALIZED (
    SELECT "orders".* FROM ${foundRows} AS "found" JOIN "orders" USING ("id")
    WHERE "found"."batch" = $1
    ORDER BY "orders"."tenant_id", "orders"."external_order_id"
    LIMIT ${rowsAtOnce}
    FOR UPDATE OF "orders" SKIP LOCKED
  ), "ranked" AS (
    SELECT "id", "external_order_id", first_value("id") OVER (
      PARTITION BY "tenant_id", "external_order_id", ${usualChannel} ORDER BY ${fullestFirst}
    ) AS "kept_id"
    FROM "locked"
  )
  SELECT
    count(*)::int AS "locked",
    COALESCE(array_agg("id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "ids",
    COALESCE(array_agg("kept_id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "keptIds",
    COALESCE(array_agg("external_order_id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "references"
  FROM "ranked"`

/**
 * Moves rows to the archive as they are, apart from the spelling of their channel and reference. A row that is already
 * in the archive was put back from there: its archived copy is replaced.
 */
const moveRows = `
  WITH "moved" AS (
    DELETE FROM "orders"
    USING unnest($1::text[], $2::text[], $3::text[]) AS "given" ("given_id", "kept_id", "reference")
    WHERE "orders"."id" = "given"."given_id"
    RETURNING "orders".*, "given"."kept_id", "given"."reference"
  )
  INSERT INTO "orders_duplicates" AS "archived" ("id", "tenant_id", "channel", "external_order_id", "kept_id", "row")
  SELECT "id", "tenant_id", ${usualChannel}, "reference", "kept_id",
    to_jsonb("moved") - '{kept_id,reference}'::text[]
      || jsonb_build_object('channel', ${usualChannel}, 'external_order_id', "reference")
  FROM "moved"
  ON CONFLICT ON CONSTRAINT "orders_duplicates_pkey" DO UPDATE
    SET "kept_id" = EXCLUDED."kept_id", "row" = EXCLUDED."row", "moved_at" = EXCLUDED."moved_at"
    WHERE ("archived"."tenant_id", "archived"."channel", "archived"."external_order_id")
      = (EXCLUDED."tenant_id", EXCLUDED."channel", EXCLUDED."external_order_id")`

/**
 * Moves all but the fullest row of each order to `orders_duplicates`. `complete` is false if others had locked rows.
 */
export async function moveDuplicates(session: MigrationSession): Promise<{ complete: boolean; moved: number }> {
  const { found, done } = await runPass(session, {
    step: 'move duplicate rows of orders',
    find: findDuplicates,
    treat: (batch) => moveBatch(session, batch),
    describe: (done, found) => `Moved ${formatCount(done)} of about ${formatCount(found)} duplicate rows.`,
  })
  return { complete: done >= found, moved: done }
}

async function moveBatch(session: MigrationSession, batch: string): Promise<BatchResult> {
  const ranked = onlyRow(await session.client.query<ArchivedRows & { locked: number }>(rankBatch, [batch]))
  await archiveRows(session, ranked)
  return { done: ranked.ids.length, more: ranked.ids.length > 0 && ranked.locked === rowsAtOnce }
}

/** Rows to archive; the three lists belong together. */
export interface ArchivedRows {
  readonly ids: readonly string[]
  /** The ids of the rows that stay. */
  readonly keptIds: readonly string[]
  /** The references under which they are archived. */
  readonly references: readonly string[]
}

/** Moves these rows to the archive. Throws `MigrationError` if another order's row is archived under one of the ids. */
export async function archiveRows(
  { client }: MigrationSession,
  { ids, keptIds, references }: ArchivedRows,
): Promise<void> {
  if (ids.length === 0) return
  const { rowCount } = await client.query(moveRows, [ids, keptIds, references])
  if (rowCount === ids.length) return
  throw new MigrationError(
    'A row of orders has the id of another order’s row in orders_duplicates: one of the two needs another id.',
  )
}

/**
 * Updates `kept_id` in the archive to the row that finally stayed. It differs from the one at the time of moving if a
 * fuller row was written later, or was locked just then.
 */
export async function correctKeptIds({ client }: MigrationSession): Promise<void> {
  await client.query(`
    UPDATE "orders_duplicates" AS "moved" SET "kept_id" = "orders"."id" FROM "orders"
    WHERE "orders"."tenant_id" = "moved"."tenant_id" AND "orders"."external_order_id" = "moved"."external_order_id"
      AND "orders"."channel" = "moved"."channel" AND "moved"."kept_id" <> "orders"."id"`)
}
