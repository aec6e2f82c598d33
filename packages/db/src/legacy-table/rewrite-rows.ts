import type { MigrationSession } from '../migrate/migration-session.ts'
import { formatCount, foundRows, onlyRow, runPass } from './pass.ts'
import { channelIsUnusual, rawDataIsJsonNull, rowsAtOnce, usualChannel } from './row-rules.ts'

const findRows = `
  SELECT "id", (row_number() OVER () - 1) / ${rowsAtOnce} AS "batch", 1 AS "work" FROM "orders"
  WHERE ${channelIsUnusual} OR ${rawDataIsJsonNull}`

/** Skips rows that others have locked: they are left to the next pass. */
const rewriteBatch = `
  WITH "locked" AS MATERIALIZED (
    SELECT "orders"."id", ${channelIsUnusual} AS "respelled", COALESCE(${rawDataIsJsonNull}, false) AS "emptied"
    FROM ${foundRows} AS "found" JOIN "orders" USING ("id")
    WHERE "found"."batch" = $1 AND (${channelIsUnusual} OR ${rawDataIsJsonNull})
    FOR NO KEY UPDATE OF "orders" SKIP LOCKED
  ), "rewritten" AS (
    UPDATE "orders" SET
      "channel" = ${usualChannel},
      "raw_data" = CASE WHEN "emptied" THEN NULL ELSE "raw_data" END
    FROM "locked" WHERE "orders"."id" = "locked"."id"
    RETURNING "respelled", "emptied"
  )
  SELECT count(*)::int AS "done", count(*) FILTER (WHERE "respelled")::int AS "channels",
    count(*) FILTER (WHERE "emptied")::int AS "rawData"
  FROM "rewritten"`

/** How many rows were rewritten, and why. */
export interface RewrittenRows {
  /** Rows whose channel was missing, or spelled in another way. */
  readonly channels: number
  /** Rows whose raw answer was a JSON null, and now is NULL. */
  readonly rawData: number
}

/** Rewrites channels in their usual spelling, and JSON nulls in `raw_data` as NULL. */
export async function rewriteRows(session: MigrationSession): Promise<{ complete: boolean; rewritten: RewrittenRows }> {
  const { found, done, results } = await runPass(session, {
    step: 'rewrite channels of orders',
    find: findRows,
    treat: async (batch) => ({ ...(await rewrite(session, batch)), more: false }),
    describe: (done, found) =>
      `Rewrote the channel or raw answer of ${formatCount(done)} of about ${formatCount(found)} rows.`,
  })
  const sum = (of: keyof RewrittenRows): number => results.reduce((total, batch) => total + batch[of], 0)
  return { complete: done >= found, rewritten: { channels: sum('channels'), rawData: sum('rawData') } }
}

async function rewrite({ client }: MigrationSession, batch: string): Promise<RewrittenRows & { done: number }> {
  return onlyRow(await client.query<RewrittenRows & { done: number }>(rewriteBatch, [batch]))
}
