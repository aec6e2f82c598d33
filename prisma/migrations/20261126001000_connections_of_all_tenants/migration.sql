-- The connections of all tenants, for the worker that decides what there is to refresh: ids and states, nothing else.
-- `migrate` gives the function to the role orderport_search, which may read these columns of every tenant. Until then,
-- and where there can't be that role, row-level security leaves it the rows of the transaction's tenant.
CREATE FUNCTION "list_connections"()
RETURNS TABLE ("tenant_id" TEXT, "channel" TEXT, "status" TEXT)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT "channel_connections"."tenant_id", "channel_connections"."channel", "channel_connections"."status"
    FROM "channel_connections" WHERE "channel_connections"."status" <> 'disabled' ORDER BY 1, 2;
END;

REVOKE ALL ON FUNCTION "list_connections"() FROM PUBLIC;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION list_connections() SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
