-- Orders that could not be refreshed: they are left alone until "retry_at", so that they are not tried first in every turn.
-- A later check of the order makes its row void.
CREATE TABLE "refresh_failures" (
    "tenant_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "external_order_id" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "failed_at" TIMESTAMPTZ NOT NULL,
    "retry_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "refresh_failures_pkey" PRIMARY KEY ("tenant_id", "channel", "external_order_id")
);

ALTER TABLE "refresh_failures" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant_isolation" ON "refresh_failures"
    USING ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''))
    WITH CHECK ("tenant_id" = NULLIF(current_setting('orderport.tenant_id', true), ''));

-- How often the sweep under way began anew because its token died, and until when it is left alone because of that.
ALTER TABLE "order_sweeps"
    ADD COLUMN "restarts" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "paused_until" TIMESTAMPTZ;
