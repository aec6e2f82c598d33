-- What agents ask about an order. All columns are nullable and have no default: no row is rewritten.
ALTER TABLE "orders"
    ADD COLUMN "checked_at" TIMESTAMPTZ,
    ADD COLUMN "seller_order_number" TEXT,
    ADD COLUMN "replaces" TEXT,
    ADD COLUMN "tracking_codes" TEXT,
    ADD COLUMN "details" JSONB;

-- Finds the order that replaces another one.
CREATE INDEX "orders_replaces_idx" ON "orders" ("tenant_id", "replaces") WHERE "replaces" IS NOT NULL;
