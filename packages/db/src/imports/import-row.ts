import {
  errorCodes,
  importItemStates,
  importKinds,
  importStates,
  parseInstant,
  type BulkImport,
  type ErrorCode,
  type ImportItem,
  type ImportWindow,
  type Instant,
} from '@orderport/domain'
import { isoInstant, storedChoice, storedCount, storedText, type StoredRecord } from '../columns/stored-value.ts'

/** For `parseImportRow`. */
export const importColumns = `
  id, channel, kind, requested_by, ${instants('since', 'until')}, state, total, stored, unchanged, failed, error,
  ${instants('next_attempt_at', 'created_at', 'started_at', 'finished_at')}, version`

/** Parses a row of `importColumns`. */
export function parseImportRow(row: StoredRecord): BulkImport {
  return {
    id: text(row, 'id'),
    channel: text(row, 'channel'),
    kind: storedChoice(row['kind'], importKinds) ?? broken('kind'),
    requestedBy: text(row, 'requested_by'),
    since: instant(row, 'since'),
    until: instant(row, 'until'),
    state: storedChoice(row['state'], importStates) ?? broken('state'),
    total: storedCount(row['total']),
    stored: count(row, 'stored'),
    unchanged: count(row, 'unchanged'),
    failed: count(row, 'failed'),
    error: errorCode(row),
    nextAttemptAt: instant(row, 'next_attempt_at'),
    createdAt: instant(row, 'created_at') ?? broken('created_at'),
    startedAt: instant(row, 'started_at'),
    finishedAt: instant(row, 'finished_at'),
    version: count(row, 'version'),
  }
}

/** For `parseItemRow`. */
export const itemColumns = `external_order_id, state, attempts, error, ${instants('next_attempt_at')}`

/** Parses a row of `itemColumns`. */
export function parseItemRow(row: StoredRecord): ImportItem {
  return {
    externalOrderId: text(row, 'external_order_id'),
    state: storedChoice(row['state'], importItemStates) ?? broken('state'),
    attempts: count(row, 'attempts'),
    error: errorCode(row),
    nextAttemptAt: instant(row, 'next_attempt_at'),
  }
}

/** For `parseWindowRow`. */
export const windowColumns = `
  number, ${instants('from_at', 'to_at')}, state, token, pages, seen, stored, unchanged, failed, restarts`

/** Parses a row of `windowColumns`. */
export function parseWindowRow(row: StoredRecord): ImportWindow {
  return {
    number: count(row, 'number'),
    from: instant(row, 'from_at') ?? broken('from_at'),
    to: instant(row, 'to_at') ?? broken('to_at'),
    state: storedChoice(row['state'], ['open', 'done']) ?? broken('state'),
    token: storedText(row['token']),
    pages: count(row, 'pages'),
    seen: count(row, 'seen'),
    stored: count(row, 'stored'),
    unchanged: count(row, 'unchanged'),
    failed: count(row, 'failed'),
    restarts: count(row, 'restarts'),
  }
}

function instants(...columns: readonly string[]): string {
  return columns.map((column) => `${isoInstant(column)} AS ${column}`).join(', ')
}

function instant(row: StoredRecord, column: string): Instant | null {
  return parseInstant(row[column])
}

function text(row: StoredRecord, column: string): string {
  return storedText(row[column]) ?? broken(column)
}

function count(row: StoredRecord, column: string): number {
  return storedCount(row[column]) ?? broken(column)
}

/** A newer version may know codes that this one doesn't. */
function errorCode(row: StoredRecord): ErrorCode | null {
  return row['error'] === null ? null : (storedChoice(row['error'], errorCodes) ?? 'INTERNAL')
}

function broken(column: string): never {
  throw new TypeError(`The column ${column} holds what this version does not know.`)
}
