import { errorCodes, type ErrorCode, type ImportResult } from '@orderport/domain'
import { storedChoice, storedCount, type StoredRecord } from '../columns/stored-value.ts'

/** How an import ended, as its lease's row tells the other processes. */
export type ImportOutcome =
  | Pick<ImportResult, 'source'>
  | { readonly failure: ErrorCode; readonly retryAfterSeconds: number | null }

/** `free`: no import is running; its lease expired, or the row was swept. */
export type LeaseState =
  | { readonly state: 'held' }
  | { readonly state: 'free' }
  | { readonly state: 'ended'; readonly outcome: ImportOutcome }

const sources: readonly ImportResult['source'][] = ['amazon_spapi', 'stub', 'cache']

/** Returns the state of the lease in a row of `import_flights`, or without one. An unknown failure code is INTERNAL. */
export function parseLease(row: StoredRecord | undefined): LeaseState {
  if (row === undefined) return { state: 'free' }
  const source = storedChoice(row['source'], sources)
  if (source !== null) return { state: 'ended', outcome: { source } }
  if (row['failure_code'] === null) return { state: row['held'] === true ? 'held' : 'free' }
  const failure = storedChoice(row['failure_code'], errorCodes) ?? 'INTERNAL'
  return { state: 'ended', outcome: { failure, retryAfterSeconds: storedCount(row['retry_after_seconds']) } }
}
