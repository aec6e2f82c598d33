-- The tenant leads every key of a tenant's table: hash partitions by tenant and Citus accept no other key. Two keys span
-- all tenants on purpose: that of "seller_claims" decides who owns a selling account, and "tenants" has no other column.

ALTER TABLE "orders_duplicates"
    DROP CONSTRAINT "orders_duplicates_pkey",
    ADD CONSTRAINT "orders_duplicates_pkey" PRIMARY KEY ("tenant_id", "id");

-- Nobody changes a tenant's id, and Citus refuses a key that would carry such a change along.
ALTER TABLE "members"
    DROP CONSTRAINT "members_tenant_id_fkey",
    ADD CONSTRAINT "members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "api_keys"
    DROP CONSTRAINT "api_keys_tenant_id_fkey",
    ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- On a table with rows, the runner has already made this index while others use the table.
CREATE UNIQUE INDEX IF NOT EXISTS "orders_tenant_id_id_key" ON "orders" ("tenant_id", "id");

-- The index becomes the primary key, and keeps that key's name. The key on the id alone stays for now where others need
-- it: the legacy service looks rows up by their id, and tables of other services may refer to it. Then the first run of
-- the migrations without them replaces it (packages/db/src/legacy-table/replace-key.ts).
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = '"orders"'::regclass AND polname = 'deployed_service')
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = '"orders"'::regclass AND contype = 'f')
    THEN
        ALTER TABLE "orders"
            DROP CONSTRAINT "orders_pkey",
            ADD CONSTRAINT "orders_pkey" PRIMARY KEY USING INDEX "orders_tenant_id_id_key";
    END IF;
END $$;
