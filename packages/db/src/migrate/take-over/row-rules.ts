/** The usual spelling of a row's channel: 'Amazon', ' amazon', '' and none are amazon. As in the third migration. */
export const usualChannel = `COALESCE(NULLIF(lower(btrim("channel", E' \\t\\r\\n')), ''), 'amazon')`

export const channelIsUnusual = `"channel" IS DISTINCT FROM ${usualChannel}`

/** A JSON null is no raw answer. Its size is looked at first, so that no large answer is read and unpacked for this. */
export const rawDataIsJsonNull = `CASE WHEN pg_column_size("raw_data") < 32 THEN "raw_data" = 'null'::jsonb ELSE false END`

/**
 * Orders the rows of one order by how full they are, the fullest first: most of raw answer, total and lines, then most
 * of what a person or a carrier gave, then the one updated last, then the smallest id. As in the third migration.
 */
export const fullestFirst = `
  ("raw_data" IS NOT NULL AND "raw_data" <> 'null'::jsonb)::int
    + (COALESCE("total_amount", 0) NOT IN (0, 'NaN'))::int
    + (CASE WHEN jsonb_typeof("products") = 'array' THEN jsonb_array_length("products") > 0 ELSE false END)::int DESC,
  num_nonnulls(
    NULLIF("customer_name", ''), NULLIF("customer_email", ''), NULLIF("customer_address", ''),
    NULLIF("carrier", ''), NULLIF("tracking_code", ''), NULLIF("tracking_url", ''), "order_date"
  ) DESC,
  "updated_at" DESC NULLS LAST,
  "id"`

/** How many rows one transaction locks and writes at most. */
export const rowsAtOnce = 2000
