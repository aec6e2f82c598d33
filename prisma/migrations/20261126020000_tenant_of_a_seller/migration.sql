-- Whose a selling account is, for a notification that names the account alone. As "list_connections", it runs as the
-- role orderport_search once `migrate` has given it away; until then row-level security leaves it nothing to find.
CREATE FUNCTION "tenant_of_seller"("sought_channel" TEXT, "sought_account" TEXT) RETURNS TEXT
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT "seller_claims"."tenant_id" FROM "seller_claims"
    WHERE "seller_claims"."channel" = "sought_channel" AND "seller_claims"."kind" = 'account'
        AND "seller_claims"."value" = upper("sought_account");
END;

REVOKE ALL ON FUNCTION "tenant_of_seller"(TEXT, TEXT) FROM PUBLIC;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION tenant_of_seller(text, text) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
