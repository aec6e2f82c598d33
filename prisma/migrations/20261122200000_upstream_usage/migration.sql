-- What is used of a marketplace's usage plans, for all processes together: one row for each bucket, and no tenant's data.
-- Half of each page is left free, so that a row that is updated over and over stays on its page and touches no index.
CREATE TABLE "upstream_usage" (
    "application" TEXT NOT NULL,
    "seller_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "used" DOUBLE PRECISION NOT NULL,
    "as_of" TIMESTAMPTZ NOT NULL,
    "rate" DOUBLE PRECISION,

    CONSTRAINT "upstream_usage_pkey" PRIMARY KEY ("application", "seller_id", "region", "operation")
) WITH (fillfactor = 50);
