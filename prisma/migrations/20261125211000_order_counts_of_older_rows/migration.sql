-- Counts the orders that were there before the triggers: all orders, less those that the triggers have counted. Both as
-- of one moment, because it is one statement, so that others go on writing. It may be repeated at any time, by a role
-- that sees every row: it corrects whatever differs. The runner shows the owner every row while this runs.
INSERT INTO "order_counts" ("tenant_id", "channel", "status", "month", "number")
SELECT "tenant_id", "channel", "status", "month", sum("number")
FROM (
    SELECT "tenant_id", "channel", "status", order_month("order_date") AS "month", count(*) AS "number"
    FROM "orders" GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT "tenant_id", "channel", "status", "month", -"number" FROM "order_counts"
) AS "counted"
GROUP BY 1, 2, 3, 4 HAVING sum("number") <> 0;
