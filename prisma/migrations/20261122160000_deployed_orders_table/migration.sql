-- The table as it was made by hand before there were migrations. On a database that has it, this migration is recorded
-- as applied and not run.
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "external_order_id" TEXT NOT NULL,
    "channel" TEXT DEFAULT 'amazon',
    "status" TEXT DEFAULT 'Unshipped',
    "total_amount" NUMERIC(12,2) DEFAULT 0,
    "currency" TEXT DEFAULT 'EUR',
    "order_date" TIMESTAMPTZ,
    "fulfillment_channel" TEXT DEFAULT 'MFN',
    "customer_name" TEXT,
    "customer_email" TEXT,
    "customer_address" TEXT,
    "carrier" TEXT,
    "tracking_code" TEXT,
    "tracking_url" TEXT,
    "delivery_status" TEXT DEFAULT 'pending',
    "products" JSONB DEFAULT '[]',
    "raw_data" JSONB,
    "created_at" TIMESTAMPTZ DEFAULT now(),
    "updated_at" TIMESTAMPTZ DEFAULT now(),

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);
