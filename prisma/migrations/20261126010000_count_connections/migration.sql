-- How many connections of all tenants are in which state, for the service's metrics. Row-level security holds the owner
-- too, as whom the function runs: this policy shows it the rows while the function says so. Who only sets the setting
-- sees nothing more, because the policy is the owner's.
CREATE POLICY "counting" ON "channel_connections" FOR SELECT TO CURRENT_USER
    USING (current_setting('orderport.counting', true) = 'connections');

CREATE FUNCTION "count_connections"() RETURNS TABLE ("channel" TEXT, "status" TEXT, "last_error" TEXT, "number" BIGINT)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM set_config('orderport.counting', 'connections', true);
    RETURN QUERY
        SELECT "stored"."channel", "stored"."status", "stored"."last_error", count(*)
        FROM "channel_connections" AS "stored" GROUP BY 1, 2, 3;
    PERFORM set_config('orderport.counting', '', true);
END $$;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION count_connections() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;

REVOKE ALL ON FUNCTION count_connections() FROM PUBLIC;
