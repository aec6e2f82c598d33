/** The usual spelling of a row's channel: 'Amazon', ' amazon', '' and NULL become amazon. As in the third migration. */
export const usualChannel = `COALESCE(NULLIF(lower(btrim("channel", E' \\t\\r\\n')), ''), 'amazon')`

export const channelIsUnusual = `"channel" IS DISTINCT FROM ${usualChannel}`

/**
 * A JSON null is no raw answer. The size is checked first, so that large answers are not read and unpacked for this.
 */
export const rawDataIsJsonNull = `
  CASE WHEN pg_column_size("raw_data") < 32 THEN "raw_data" = 'null'::jsonb ELSE false END`

/** The third migration has no JSON nulls left when it ranks the rows; here they are still there. */
export const hasRawData = `("raw_data" IS NOT NULL AND "raw_data" <> 'null'::jsonb)::int`

/**
 * Sorts the rows of one order, the fullest first: most of raw answer, total and items, then most of what a person or a
 * carrier provided, then the latest update, then the smallest id. As in the third migration, but for `hasRawData`.
 */
export const fullestFirst = `
  ${hasRawData}
    + (COALESCE("total_amount", 0) NOT IN (0, 'NaN'))::int
    + (CASE WHEN jsonb_typeof("products") = 'array' THEN jsonb_array_length("products") > 0 ELSE false END)::int DESC,
  num_nonnulls(
    NULLIF("customer_name", ''), NULLIF("customer_email", ''), NULLIF("customer_address", ''),
    NULLIF("carrier", ''), NULLIF("tracking_code", ''), NULLIF("tracking_url", ''), "order_date"
  ) DESC,
  "updated_at" DESC NULLS LAST,
  "id"`

/** The largest number of rows that one transaction locks and writes. */
export const rowsAtOnce = 2000
