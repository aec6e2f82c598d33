type RunSql = (sql: string, values?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** What the tables say of an import. Every count comes from rows, never from another count. */
export interface Ledger {
  /** The import's own counts. */
  readonly counts: Readonly<Record<string, unknown>>
  /** Its items by how they ended; `imported` are those that were stored, or had been stored already. */
  readonly items: Readonly<Record<string, number>>
  /** References of items that have no order, or more than one. */
  readonly notOnce: readonly string[]
  /** Windows whose counts are not those of their items, and gaps between windows. */
  readonly faults: readonly string[]
}

/** Reads an import's counts, items, orders and windows, and compares them. */
export async function readLedger(sql: RunSql, id: string): Promise<Ledger> {
  const [counts = {}] = await sql(
    `SELECT state, total, stored + unchanged AS done, failed, error FROM imports WHERE id = $1`,
    [id],
  )
  const items = await sql(itemsSql, [id])
  const notOnce = await sql(
    `SELECT item.external_order_id AS reference FROM import_items AS item
     LEFT JOIN orders ON orders.tenant_id = item.tenant_id AND orders.external_order_id = item.external_order_id
     WHERE import_id = $1 GROUP BY 1 HAVING count(orders.id) <> 1`,
    [id],
  )
  const faults = await sql(faultsSql, [id])
  return {
    counts,
    items: Object.fromEntries(items.map(({ state, count }) => [String(state), Number(count)])),
    notOnce: notOnce.map(({ reference }) => String(reference)),
    faults: faults.map(({ fault }) => String(fault)),
  }
}

const itemsSql = `
  SELECT CASE WHEN state IN ('stored', 'unchanged') THEN 'imported' ELSE state END AS state, count(*)::int
  FROM import_items WHERE import_id = $1 GROUP BY 1`

/** The windows go from the period's end back to its start, each up to the one before it. */
const faultsSql = `
  WITH listing AS (SELECT * FROM import_windows WHERE import_id = $1),
  bounds AS (SELECT since, until FROM imports WHERE id = $1 AND kind = 'backfill')
  SELECT 'window ' || number || ' is ' || listing.state AS fault FROM listing WHERE state <> 'done'
  UNION ALL
  SELECT 'a gap after window ' || number FROM (
    SELECT number, from_at, lead(to_at, 1, (SELECT since FROM bounds)) OVER (ORDER BY number) AS next_to FROM listing
  ) AS neighbours WHERE from_at <> next_to
  UNION ALL
  SELECT 'the first window ends at ' || to_at FROM listing, bounds WHERE number = 1 AND to_at <> until
  UNION ALL
  SELECT 'no windows' FROM bounds WHERE NOT EXISTS (SELECT FROM listing)
  UNION ALL
  SELECT 'window ' || number || ' counts ' || concat_ws(', ', seen, stored, unchanged, failed) FROM listing
  LEFT JOIN LATERAL (
    SELECT count(*) AS items, count(*) FILTER (WHERE state = 'stored') AS stored_items,
      count(*) FILTER (WHERE state = 'unchanged') AS unchanged_items,
      count(*) FILTER (WHERE state = 'failed') AS failed_items
    FROM import_items AS item
    WHERE item.tenant_id = listing.tenant_id AND import_id = $1 AND window_number = number
  ) AS counted ON true
  WHERE (seen, stored, unchanged, failed) IS DISTINCT FROM (items, stored_items, unchanged_items, failed_items)`
