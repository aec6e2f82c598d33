-- The orders that may still be late, by the first date that they have to keep: those to be shipped, and those of which
-- the marketplace may say that they haven't arrived. A shipped order that nobody tracks is left out. On a table with rows, the runner has
-- already made the index while others use the table (packages/db/src/migrate/prepare-migration.ts).
-- packages/db/src/orders/late-orders.ts reads it and repeats its expressions.
CREATE INDEX IF NOT EXISTS "orders_late_idx" ON "orders" (
    "tenant_id",
    (CASE WHEN "status" IN ('PendingAvailability', 'Pending', 'Unshipped', 'PartiallyShipped') THEN 0 ELSE 1 END),
    (LEAST(
        CASE WHEN "estimated_delivery_at" >= timestamptz '1995-01-01Z' THEN "estimated_delivery_at" END,
        CASE WHEN "status" IN ('PendingAvailability', 'Pending', 'Unshipped', 'PartiallyShipped')
            AND "latest_ship_date" >= timestamptz '1995-01-01Z' THEN "latest_ship_date" END
    )),
    "id"
) WHERE (
    "status" IN ('PendingAvailability', 'Pending', 'Unshipped', 'PartiallyShipped')
    OR "status" NOT IN ('Canceled', 'Unfulfillable')
        AND "delivery_status" NOT IN ('delivered', 'cancelled', 'returned')
        AND (
            "delivery_status" NOT IN ('pending', 'shipped')
            OR "details" ->> 'saidDeliveryStatus' IS NOT NULL
            OR "packages" @? '$[*] ? (@.status != null && (@.status != "shipped" || @.trackingCode != null))'
        )
) AND ("estimated_delivery_at" IS NOT NULL OR "latest_ship_date" IS NOT NULL);
