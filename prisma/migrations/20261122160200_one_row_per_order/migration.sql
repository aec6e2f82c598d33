-- One row for each tenant, channel and reference. Nothing may write between the clean-up and the unique key, so the
-- table is locked from the first statement on; taking the strongest lock at once can't deadlock with a reader later.
LOCK TABLE "orders" IN ACCESS EXCLUSIVE MODE;

-- One spelling for each channel, so that the rows of one order are seen to be that: 'Amazon', ' amazon' and '' are amazon.
UPDATE "orders" SET "channel" = COALESCE(NULLIF(lower(btrim("channel", E' \t\r\n')), ''), 'amazon')
WHERE "channel" IS DISTINCT FROM COALESCE(NULLIF(lower(btrim("channel", E' \t\r\n')), ''), 'amazon');

-- A JSON null is no raw answer: such a row is a stub, and reads look at the column alone.
UPDATE "orders" SET "raw_data" = NULL WHERE "raw_data" = 'null'::jsonb;

-- Where the rows go that gave way to a fuller one; "row" is the whole row, with the two changes above.
CREATE TABLE "orders_duplicates" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "external_order_id" TEXT NOT NULL,
    "kept_id" TEXT NOT NULL,
    "row" JSONB NOT NULL,
    "moved_at" TIMESTAMPTZ NOT NULL DEFAULT now(),

    CONSTRAINT "orders_duplicates_pkey" PRIMARY KEY ("id")
);

-- The fullest row stays: it holds most of what a stub lacks (the raw answer, a total, lines), then most of what a person
-- or a carrier gave. Then the one updated last, then the smallest id.
WITH "ranked" AS (
    SELECT
        "id",
        first_value("id") OVER "same_order" AS "kept_id"
    FROM "orders"
    WINDOW "same_order" AS (
        PARTITION BY "tenant_id", "channel", "external_order_id"
        ORDER BY
            ("raw_data" IS NOT NULL)::int
                + (COALESCE("total_amount", 0) NOT IN (0, 'NaN'))::int
                + (CASE WHEN jsonb_typeof("products") = 'array' THEN jsonb_array_length("products") > 0 ELSE false END)::int DESC,
            num_nonnulls(
                NULLIF("customer_name", ''), NULLIF("customer_email", ''), NULLIF("customer_address", ''),
                NULLIF("carrier", ''), NULLIF("tracking_code", ''), NULLIF("tracking_url", ''), "order_date"
            ) DESC,
            "updated_at" DESC NULLS LAST,
            "id"
    )
), "moved" AS (
    DELETE FROM "orders"
    USING "ranked"
    WHERE "orders"."id" = "ranked"."id" AND "ranked"."id" <> "ranked"."kept_id"
    RETURNING "orders".*, "ranked"."kept_id" AS "kept_id"
)
INSERT INTO "orders_duplicates" ("id", "tenant_id", "channel", "external_order_id", "kept_id", "row")
SELECT "id", "tenant_id", "channel", "external_order_id", "kept_id", to_jsonb("moved") - 'kept_id'
FROM "moved";

ALTER TABLE "orders" ALTER COLUMN "channel" SET NOT NULL;

-- The channel comes last so that the key also answers a look-up by reference alone.
CREATE UNIQUE INDEX "orders_tenant_id_external_order_id_channel_key"
    ON "orders" ("tenant_id", "external_order_id", "channel");

-- The order of the list. The two last columns are there for the search: it reads the index alone and not the wide rows.
CREATE INDEX "orders_list_idx"
    ON "orders" ("tenant_id", "order_date" DESC NULLS LAST, "id", "external_order_id", "tracking_code");
