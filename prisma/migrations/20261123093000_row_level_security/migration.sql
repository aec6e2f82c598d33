-- The database as a second lock: whoever is connected sees and writes the rows of the tenant that the transaction names
-- (orderport.tenant_id), and without one no row at all. Forced: the owner is held by it too. NULLIF: once a transaction
-- has set it, the setting is empty afterwards and not absent.

ALTER TABLE "orders" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "orders"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "orders_duplicates" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "orders_duplicates"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "channel_connections" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "channel_connections"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "import_flights" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "import_flights"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "tenants"
    USING ("id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "members" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "members"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "api_keys"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "audit_event" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "audit_event"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "seller_claims" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "seller_claims"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));
