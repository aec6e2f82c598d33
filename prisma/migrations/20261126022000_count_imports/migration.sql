-- How many imports of many orders are in which state, and what became of their orders, over all tenants, for the service's
-- metrics: as "count_connections" does it.
CREATE POLICY "counting" ON "imports" FOR SELECT TO CURRENT_USER
    USING (current_setting('orderport.counting', true) = 'imports');

CREATE FUNCTION "count_imports"()
RETURNS TABLE ("state" TEXT, "number" BIGINT, "stored" BIGINT, "unchanged" BIGINT, "failed" BIGINT)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM set_config('orderport.counting', 'imports', true);
    RETURN QUERY
        SELECT "counted"."state", count(*), sum("counted"."stored"), sum("counted"."unchanged"), sum("counted"."failed")
        FROM "imports" AS "counted" GROUP BY 1;
    PERFORM set_config('orderport.counting', '', true);
END $$;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION count_imports() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;

REVOKE ALL ON FUNCTION count_imports() FROM PUBLIC;
