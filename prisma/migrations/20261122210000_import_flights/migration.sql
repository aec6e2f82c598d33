-- Who is importing which order now. A row is a lease: whoever holds its fence asks the marketplace and writes the order.
-- The fence comes from a sequence and not from the row, so that it stays unique when rows are swept.
CREATE TABLE "import_flights" (
    "tenant_id" TEXT NOT NULL,
    "external_order_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "fence" BIGSERIAL NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "source" TEXT,
    "failure_code" TEXT,
    "retry_after_seconds" INTEGER,

    CONSTRAINT "import_flights_pkey" PRIMARY KEY ("tenant_id", "external_order_id", "channel")
);

-- For sweeping a tenant's old rows.
CREATE INDEX "import_flights_tenant_id_expires_at_idx" ON "import_flights" ("tenant_id", "expires_at");
