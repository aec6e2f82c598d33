-- Facts that the deployed table has no place for. All of them nullable and without a default: no row is rewritten.
ALTER TABLE "orders"
    ADD COLUMN "marketplace" TEXT,
    ADD COLUMN "customer_phone" TEXT,
    ADD COLUMN "shipping_address" JSONB,
    ADD COLUMN "packages" JSONB,
    ADD COLUMN "shipped_at" TIMESTAMPTZ,
    ADD COLUMN "delivered_at" TIMESTAMPTZ,
    ADD COLUMN "estimated_delivery_at" TIMESTAMPTZ,
    ADD COLUMN "latest_ship_date" TIMESTAMPTZ,
    ADD COLUMN "source_updated_at" TIMESTAMPTZ;
