import { onlyRow } from './only-row.ts'
import type { MigrationSession } from '../migration-session.ts'
import { foundRows, runPass } from './pass.ts'
import { channelIsUnusual, rawDataIsJsonNull, rowsAtOnce, usualChannel } from './row-rules.ts'
import { shown } from './shown.ts'

const findRows = `
  SELECT "id", (row_number() OVER () - 1) / ${rowsAtOnce} AS "batch", 1 AS "work" FROM "orders"
  WHERE ${channelIsUnusual} OR ${rawDataIsJsonNull}`

/** Rows that others have locked are left for the next pass. */
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
export interface Rewritten {
  /** Rows that got the usual spelling of their channel, or one at all. */
  readonly channels: number
  /** Rows whose raw answer was a JSON null and now is none. */
  readonly rawData: number
}

/** Gives each row the usual spelling of its channel, and no raw answer where it was a JSON null. */
export async function rewriteRows(session: MigrationSession): Promise<{ complete: boolean; rewritten: Rewritten }> {
  const { found, done, treated } = await runPass(session, {
    step: 'rewrite channels of orders',
    find: findRows,
    treat: async (batch) => ({ ...(await rewrite(session, batch)), more: false }),
    describe: (done, found) => `Rewrote the channel or raw answer of ${shown(done)} of about ${shown(found)} rows.`,
  })
  const sum = (of: keyof Rewritten): number => treated.reduce((total, batch) => total + batch[of], 0)
  return { complete: done >= found, rewritten: { channels: sum('channels'), rawData: sum('rawData') } }
}

async function rewrite({ client }: MigrationSession, batch: string): Promise<Rewritten & { done: number }> {
  return onlyRow(await client.query<Rewritten & { done: number }>(rewriteBatch, [batch]))
}
