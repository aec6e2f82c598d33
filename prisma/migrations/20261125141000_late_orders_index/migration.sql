-- The orders that may still be late, by the first date that they have to keep: those to be shipped, and those on their
-- way. A shipped order without packages is left out: nobody says how far it is. On a table with rows, the runner has
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
    OR "status" <> 'Canceled'
        AND "delivery_status" NOT IN ('delivered', 'cancelled', 'returned')
        AND NOT ("status" = 'Shipped' AND "delivery_status" IN ('pending', 'shipped') AND "packages" = '[]')
) AND ("estimated_delivery_at" IS NOT NULL OR "latest_ship_date" IS NOT NULL);
