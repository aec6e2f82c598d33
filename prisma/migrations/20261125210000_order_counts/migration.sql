-- How many orders a tenant has, for totals that don't take longer as it grows. The number of a tenant's orders of a
-- channel, a status (as it is written in the row) and a month of the order's date in UTC is the sum of its rows here.
-- Each change of orders adds rows, +1 and -1, and changes none, so that writers never wait for one another.
CREATE TABLE "order_counts" (
    "tenant_id" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT,
    "month" DATE,
    "number" BIGINT NOT NULL,

    CONSTRAINT "order_counts_pkey" PRIMARY KEY ("tenant_id", "id")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

ALTER TABLE "order_counts" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "order_counts"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

-- The functions below count for whoever changes orders. `migrate` gives them to the role orderport_search; until then,
-- and where there can't be that role, they are the owner's, who may write these numbers for every tenant.
CREATE POLICY "counting" ON "order_counts" TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION "order_month"("order_date" TIMESTAMPTZ) RETURNS DATE
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_trunc('month', "order_date" AT TIME ZONE 'UTC')::date;

-- Replaces rows of a tenant by their sums, once in a while, so that there are never many: mostly those of single orders,
-- seldom all of them, because each replaced row is a dead one until the next vacuum. It leaves out rows that another
-- transaction is replacing. Under a stricter isolation such a row would fail the writer.
CREATE FUNCTION "fold_order_counts"("tenant" TEXT) RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    "chance" FLOAT := random();
BEGIN
    IF "chance" >= 0.02 OR current_setting('transaction_isolation') <> 'read committed' THEN RETURN; END IF;
    WITH "found" AS (
        SELECT "id" FROM "order_counts"
        WHERE "tenant_id" = "tenant" AND ("number" IN (-1, 1) OR "chance" < 0.0005)
        FOR UPDATE SKIP LOCKED
    ), "taken" AS (
        DELETE FROM "order_counts" USING "found"
        WHERE "order_counts"."tenant_id" = "tenant" AND "order_counts"."id" = "found"."id"
        RETURNING "channel", "status", "month", "number"
    )
    INSERT INTO "order_counts" ("tenant_id", "channel", "status", "month", "number")
    SELECT "tenant", "channel", "status", "month", sum("number") FROM "taken"
    GROUP BY "channel", "status", "month" HAVING sum("number") <> 0;
END $$;

CREATE FUNCTION "count_orders"() RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO "order_counts" ("tenant_id", "channel", "status", "month", "number")
        SELECT "tenant_id", "channel", "status", order_month("order_date"), count(*) FROM "changed" GROUP BY 1, 2, 3, 4;
    WHEN 'DELETE' THEN
        INSERT INTO "order_counts" ("tenant_id", "channel", "status", "month", "number")
        SELECT "tenant_id", "channel", "status", order_month("order_date"), -count(*) FROM "changed" GROUP BY 1, 2, 3, 4;
    WHEN 'TRUNCATE' THEN
        DELETE FROM "order_counts";
        RETURN NULL;
    END CASE;
    PERFORM fold_order_counts("tenant_id") FROM (SELECT DISTINCT "tenant_id" FROM "changed") AS "tenants";
    RETURN NULL;
END $$;

-- For one row, because nearly no UPDATE changes what is counted: a trigger for the statement would copy every row.
CREATE FUNCTION "recount_order"() RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO "order_counts" ("tenant_id", "channel", "status", "month", "number") VALUES
        (OLD."tenant_id", OLD."channel", OLD."status", order_month(OLD."order_date"), -1),
        (NEW."tenant_id", NEW."channel", NEW."status", order_month(NEW."order_date"), 1);
    PERFORM fold_order_counts(NEW."tenant_id");
    RETURN NULL;
END $$;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION count_orders() SET search_path = pg_catalog, %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION recount_order() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;

REVOKE ALL ON FUNCTION fold_order_counts(TEXT), count_orders(), recount_order() FROM PUBLIC;

CREATE TRIGGER "count_inserted" AFTER INSERT ON "orders" REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER "count_deleted" AFTER DELETE ON "orders" REFERENCING OLD TABLE AS "changed"
    FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER "count_truncated" AFTER TRUNCATE ON "orders"
    FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER "count_updated" AFTER UPDATE OF "tenant_id", "channel", "status", "order_date" ON "orders"
    FOR EACH ROW WHEN (
        (OLD."tenant_id", OLD."channel", OLD."status", OLD."order_date")
            IS DISTINCT FROM (NEW."tenant_id", NEW."channel", NEW."status", NEW."order_date")
    )
    EXECUTE FUNCTION recount_order();
