import { MigrationError } from '../migration-error.ts'
import type { MigrationSession } from '../migration-session.ts'
import { onlyRow } from './only-row.ts'
import { foundRows, runPass, type Treated } from './pass.ts'
import { fullestFirst, rowsAtOnce, usualChannel } from './row-rules.ts'
import { shown } from './shown.ts'

/**
 * All rows that share their order with another one. No batch ends within an order. In the order of the table, so that
 * neighbours are written together: scattered rows make PostgreSQL log a whole page for each.
 */
const findDuplicates = `
  SELECT "row"."id", "batch", ("position" > 1)::int AS "work"
  FROM (
    SELECT "ids", sum(cardinality("ids")) OVER (ORDER BY "place" ROWS UNBOUNDED PRECEDING) / ${rowsAtOnce} AS "batch" FROM (
      SELECT array_agg("id") AS "ids", min(ctid) AS "place" FROM "orders"
      GROUP BY "tenant_id", "external_order_id", ${usualChannel} HAVING count(*) > 1
    ) AS "same_order"
  ) AS "batched", unnest("ids") WITH ORDINALITY AS "row" ("id", "position")`

/**
 * Locks what is left of a batch and ranks it as it is now. Rows that others have locked are left out and not waited for:
 * who waits while holding locks may end in a deadlock, and the other one would lose. Ranking fewer rows is no harm, as
 * the fullest of all is the fullest of any part that it is in.
 */
const rankBatch = `
  WITH "locked" AS MATERIALIZED (
    SELECT "orders".* FROM ${foundRows} AS "found" JOIN "orders" USING ("id")
    WHERE "found"."batch" = $1
    ORDER BY "orders"."tenant_id", "orders"."external_order_id"
    LIMIT ${rowsAtOnce}
    FOR UPDATE OF "orders" SKIP LOCKED
  ), "ranked" AS (
    SELECT "id", first_value("id") OVER (
      PARTITION BY "tenant_id", "external_order_id", ${usualChannel} ORDER BY ${fullestFirst}
    ) AS "kept_id"
    FROM "locked"
  )
  SELECT
    count(*)::int AS "locked",
    COALESCE(array_agg("id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "ids",
    COALESCE(array_agg("kept_id") FILTER (WHERE "id" <> "kept_id"), '{}') AS "kept_ids"
  FROM "ranked"`

/**
 * Moves rows to the archive, whole but for the spelling of their channel. A row that is in the archive already was put
 * back from there: it is archived as it is now.
 */
const moveRows = `
  WITH "moved" AS (
    DELETE FROM "orders" USING unnest($1::text[], $2::text[]) AS "given" ("given_id", "kept_id")
    WHERE "orders"."id" = "given"."given_id"
    RETURNING "orders".*, "given"."kept_id"
  )
  INSERT INTO "orders_duplicates" AS "archived" ("id", "tenant_id", "channel", "external_order_id", "kept_id", "row")
  SELECT "id", "tenant_id", ${usualChannel}, "external_order_id", "kept_id",
    (to_jsonb("moved") - 'kept_id') || jsonb_build_object('channel', ${usualChannel})
  FROM "moved"
  ON CONFLICT ("id") DO UPDATE
    SET "kept_id" = EXCLUDED."kept_id", "row" = EXCLUDED."row", "moved_at" = EXCLUDED."moved_at"
    WHERE ("archived"."tenant_id", "archived"."channel", "archived"."external_order_id")
      = (EXCLUDED."tenant_id", EXCLUDED."channel", EXCLUDED."external_order_id")`

/** Moves all but the fullest row of each order to `orders_duplicates`. */
export async function moveDuplicates(session: MigrationSession): Promise<{ complete: boolean; moved: number }> {
  const { found, done } = await runPass(session, {
    step: 'move duplicate rows of orders',
    find: findDuplicates,
    treat: (batch) => moveBatch(session, batch),
    describe: (done, found) => `Moved ${shown(done)} of about ${shown(found)} duplicate rows.`,
  })
  return { complete: done >= found, moved: done }
}

async function moveBatch({ client }: MigrationSession, batch: string): Promise<Treated> {
  const ranked = onlyRow(await client.query<{ locked: number; ids: string[]; kept_ids: string[] }>(rankBatch, [batch]))
  const moving = ranked.ids.length
  if (moving === 0) return { done: 0, more: false }
  const { rowCount } = await client.query(moveRows, [ranked.ids, ranked.kept_ids])
  if (rowCount !== moving) {
    throw new MigrationError(
      'A row of orders has the id of another order’s row in orders_duplicates: one of the two needs another id.',
    )
  }
  return { done: moving, more: ranked.locked === rowsAtOnce }
}
