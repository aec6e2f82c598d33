import type { MigrationSession } from '../migration-session.ts'

/** Where the rows go that give way to a fuller one, as the third migration makes it. */
export async function createArchive({ client }: MigrationSession): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS "orders_duplicates" (
      "id" TEXT NOT NULL,
      "tenant_id" TEXT NOT NULL,
      "channel" TEXT NOT NULL,
      "external_order_id" TEXT NOT NULL,
      "kept_id" TEXT NOT NULL,
      "row" JSONB NOT NULL,
      "moved_at" TIMESTAMPTZ NOT NULL DEFAULT now(),

      CONSTRAINT "orders_duplicates_pkey" PRIMARY KEY ("id")
    )`)
}

/**
 * Names in each archived row the one that stays. It may have been another when the row was moved: a still fuller one came
 * later, or was locked just then.
 */
export async function settleArchive({ client }: MigrationSession): Promise<void> {
  await client.query(`
    UPDATE "orders_duplicates" AS "moved" SET "kept_id" = "orders"."id" FROM "orders"
    WHERE "orders"."tenant_id" = "moved"."tenant_id" AND "orders"."external_order_id" = "moved"."external_order_id"
      AND "orders"."channel" = "moved"."channel" AND "moved"."kept_id" <> "orders"."id"`)
}
