-- The index of the search. Without a list of pending entries, which each search would read through. On a table with
-- rows, the runner has already made it while others use the table (packages/db/src/migrate/prepare-migration.ts).
CREATE INDEX IF NOT EXISTS "orders_search_idx" ON "orders" USING gin (
    order_grams("tenant_id", order_lines("external_order_id", "id", "seller_order_number", "tracking_codes", "tracking_code"))
) WITH (fastupdate = off);

-- Finds a tenant's orders by a part of a code: the rows whose reference, id or own number contains "q", whose tracking
-- code contains "code", or whose reference is "reference". Returns what is needed to filter, sort and count them; a single
-- row of NULLs if it can't tell (a part shorter than three characters, no role to read as).
--
-- LIKE and the index's operator may not run before the policies of row-level security, so an index is of no use under
-- them. Therefore `migrate` gives this function to the role orderport_search, which may read the columns of the search
-- and nothing else. The tenant is the transaction's own, and can't be passed in. Its search_path is fixed, so that nobody
-- can put a table or function of the same name before ours.
CREATE FUNCTION "search_orders"("q" TEXT, "code" TEXT, "reference" TEXT)
RETURNS TABLE ("id" TEXT, "order_date" TIMESTAMPTZ, "status" TEXT, "channel" TEXT)
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 100
SET enable_seqscan = off SET jit = off SET work_mem = '64MB'
AS $$
DECLARE
    "tenant" TEXT := NULLIF(current_setting('orderport.tenant_id', true), '');
    "all_of_q" BIGINT[];
    "all_of_code" BIGINT[];
    "one_of" BIGINT[];
BEGIN
    IF "tenant" IS NULL THEN RETURN; END IF;
    "q" := lower("q");
    "code" := lower("code");
    IF current_user <> 'orderport_search' OR length("q") < 3 OR length("code") < 3 THEN
        RETURN QUERY SELECT NULL::TEXT, NULL::TIMESTAMPTZ, NULL::TEXT, NULL::TEXT;
        RETURN;
    END IF;
    "all_of_q" := search_grams("tenant", "q");
    "all_of_code" := CASE WHEN "code" <> "q" THEN search_grams("tenant", "code") END;
    -- Where "q" has blanks, only "code" may be that short.
    "one_of" := search_endings("tenant", "code");
    RETURN QUERY
        SELECT "orders"."id", "orders"."order_date", "orders"."status", "orders"."channel" FROM "orders"
        WHERE (
            order_grams("orders"."tenant_id", order_lines("orders"."external_order_id", "orders"."id",
                "orders"."seller_order_number", "orders"."tracking_codes", "orders"."tracking_code")) @> "all_of_q"
            OR order_grams("orders"."tenant_id", order_lines("orders"."external_order_id", "orders"."id",
                "orders"."seller_order_number", "orders"."tracking_codes", "orders"."tracking_code")) @> "all_of_code"
            OR order_grams("orders"."tenant_id", order_lines("orders"."external_order_id", "orders"."id",
                "orders"."seller_order_number", "orders"."tracking_codes", "orders"."tracking_code")) && "one_of"
            OR "orders"."tenant_id" = "tenant" AND "orders"."external_order_id" = "reference"
        ) AND "orders"."tenant_id" || '' = "tenant" AND (
            strpos(order_names("orders"."external_order_id", "orders"."id", "orders"."seller_order_number"), "q") > 0
            OR strpos(order_codes("orders"."tracking_codes", "orders"."tracking_code"), "code") > 0
            OR "orders"."external_order_id" = "reference"
        );
END $$;

REVOKE ALL ON FUNCTION "search_orders"(TEXT, TEXT, TEXT) FROM PUBLIC;

DO $$ BEGIN
    EXECUTE format(
        'ALTER FUNCTION search_orders(TEXT, TEXT, TEXT) SET search_path = pg_catalog, %I, pg_temp', current_schema()
    );
END $$;
