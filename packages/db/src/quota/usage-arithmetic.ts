/**
 * The generic cell rate algorithm (GCRA) in its leaky-bucket form, as SQL. `stored` is a row of upstream_usage, `asked` the
 * moment of the question on the database's clock, $5 the plan's rate, $6 its burst less what the caller leaves for others,
 * $7 the safety in seconds.
 */

/** Tokens a second. */
export const rate = 'COALESCE(stored.rate, $5::float8)'

/** Tokens missing from the full bucket at `asked`. A question that waited for the row may be older than the row: nothing flows back. */
export function owed(asked: string): string {
  const elapsed = `GREATEST(0, EXTRACT(EPOCH FROM ${asked} - stored.as_of)::float8)`
  return `GREATEST(0, stored.used - ${elapsed} * ${rate})`
}

/**
 * Tokens that may be missing at most. The safety is what the bucket would fill by in that time: requests travel for
 * unequal times, and Amazon starts to fill its bucket when the first of them has arrived, not when we let it go.
 */
export function capacityAt(rate: string): string {
  return `GREATEST(1, $6::float8 - $7::float8 * ${rate})`
}

/** The row of the key in $1 to $4. */
export const ofKey =
  'stored.application = $1 AND stored.seller_id = $2 AND stored.region = $3 AND stored.operation = $4'
