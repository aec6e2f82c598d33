-- Imports of many orders, and how far each connection's orders have been swept. The jobs that work on them are pg-boss's,
-- in a schema of its own, which `migrate` makes (packages/db/src/migrate/job-queue.ts); they hold ids alone.
CREATE TABLE "imports" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "since" TIMESTAMPTZ,
    "until" TIMESTAMPTZ,
    "state" TEXT NOT NULL,
    "total" INTEGER,
    "stored" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "next_attempt_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL,
    "started_at" TIMESTAMPTZ,
    "finished_at" TIMESTAMPTZ,
    "version" INTEGER NOT NULL DEFAULT 1,
    "items_deleted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 70);

-- For deleting the items of imports that ended long ago.
CREATE INDEX "imports_tenant_id_items_deleted_finished_at_idx" ON "imports" ("tenant_id", "items_deleted", "finished_at");

-- One row for each order of an import. Its key makes that an order is counted once, however often it is listed or tried.
CREATE TABLE "import_items" (
    "tenant_id" TEXT NOT NULL,
    "import_id" TEXT NOT NULL,
    "external_order_id" TEXT NOT NULL,
    "window_number" INTEGER,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "next_attempt_at" TIMESTAMPTZ,

    CONSTRAINT "import_items_pkey" PRIMARY KEY ("tenant_id", "import_id", "external_order_id")
);

-- For the items that are due, and those that failed.
CREATE INDEX "import_items_tenant_id_import_id_state_next_attempt_at_idx"
    ON "import_items" ("tenant_id", "import_id", "state", "next_attempt_at");

-- The ledger of a backfill: one row for each range of time, the newest first.
CREATE TABLE "import_windows" (
    "tenant_id" TEXT NOT NULL,
    "import_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ NOT NULL,
    "to_at" TIMESTAMPTZ NOT NULL,
    "state" TEXT NOT NULL,
    "token" TEXT,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "stored" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "restarts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "import_windows_pkey" PRIMARY KEY ("tenant_id", "import_id", "number")
);

-- Every change before "swept_through" is stored. The other columns are those of the sweep under way, if there is one.
CREATE TABLE "order_sweeps" (
    "tenant_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "swept_through" TIMESTAMPTZ,
    "from_at" TIMESTAMPTZ,
    "to_at" TIMESTAMPTZ,
    "token" TEXT,

    CONSTRAINT "order_sweeps_pkey" PRIMARY KEY ("tenant_id", "channel")
);

ALTER TABLE "imports" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "imports"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "import_items" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "import_items"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "import_windows" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "import_windows"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

ALTER TABLE "order_sweeps" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "order_sweeps"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));
