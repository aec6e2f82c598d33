import { errorCodes, type ErrorCode, type Landing } from '@orderport/domain'
import { storedChoice, storedCount, type StoredRecord } from '../orders/stored-value.ts'

/** How a flight ended, as its row tells the other replicas. */
export type FlightEnd = Landing | { readonly failure: ErrorCode; readonly retryAfterSeconds: number | null }

/** `free`: nobody is on the way; the lease ran out, or its row was swept. */
export type Flight =
  | { readonly state: 'flying' }
  | { readonly state: 'free' }
  | { readonly state: 'ended'; readonly end: FlightEnd }

const sources: readonly Landing['source'][] = ['amazon_spapi', 'stub', 'cache']

/** The flight that a row of `import_flights` describes, or the lack of a row. A code that a newer release wrote is INTERNAL. */
export function parseFlight(row: StoredRecord | undefined): Flight {
  if (row === undefined) return { state: 'free' }
  const source = storedChoice(row['source'], sources)
  if (source !== null) return { state: 'ended', end: { source } }
  if (row['failure_code'] === null) return { state: row['held'] === true ? 'flying' : 'free' }
  const failure = storedChoice(row['failure_code'], errorCodes) ?? 'INTERNAL'
  return { state: 'ended', end: { failure, retryAfterSeconds: storedCount(row['retry_after_seconds']) } }
}
