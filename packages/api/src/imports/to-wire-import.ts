import {
  errorCatalogue,
  hasEnded,
  type BulkImport,
  type ErrorCode,
  type ImportItem,
  type ImportWindow,
  type Instant,
} from '@orderport/domain'
import type { WireImport } from './import-schema.ts'

/** Returns an import in the form that callers read. `windows` are those of a backfill. */
export function toWireImport(bulkImport: BulkImport, windows: readonly ImportWindow[], now: Date): WireImport {
  const { id, channel, kind, requestedBy, since, until, state, total, stored, unchanged, failed } = bulkImport
  const { nextAttemptAt, createdAt, startedAt, finishedAt, version } = bulkImport
  return {
    id,
    channel,
    kind,
    requestedBy,
    since,
    until,
    state,
    total,
    done: stored + unchanged,
    stored,
    unchanged,
    failed,
    error: toWireError(bulkImport.error),
    nextAttemptAt: state === 'waiting' ? nextAttemptAt : null,
    ratePerMinute: ratePerMinute(bulkImport, now),
    estimatedEnd: estimatedEnd(bulkImport, windows, now),
    createdAt,
    startedAt,
    finishedAt,
    version,
  }
}

export function toWireItem({ externalOrderId, state, attempts, error, nextAttemptAt }: ImportItem) {
  return { ref: externalOrderId, state, attempts, error: toWireError(error), nextAttemptAt }
}

export function toWireWindow({ from, to, state, pages, seen, stored, unchanged, failed, restarts }: ImportWindow) {
  return { from, to, state, pages, seen, stored, unchanged, failed, restarts }
}

function toWireError(code: ErrorCode | null) {
  return code === null ? null : { code, sentence: errorCatalogue[code].sentence }
}

/** Orders that need no more work. */
function ended({ stored, unchanged, failed }: BulkImport): number {
  return stored + unchanged + failed
}

function ratePerMinute(bulkImport: BulkImport, now: Date): number | null {
  const { startedAt, finishedAt } = bulkImport
  const orders = ended(bulkImport)
  if (startedAt === null || orders === 0) return null
  const elapsedMs = Math.max(1, (finishedAt === null ? now.getTime() : Date.parse(finishedAt)) - Date.parse(startedAt))
  return Math.round((orders / elapsedMs) * 60_000 * 10) / 10
}

/** Assumes that the rest takes as long as the part that is done; null before there is one, and once it has ended. */
function estimatedEnd(bulkImport: BulkImport, windows: readonly ImportWindow[], now: Date): Instant | null {
  const { state, startedAt, nextAttemptAt } = bulkImport
  if (hasEnded(state) || startedAt === null || state === 'waiting') return null
  const done = shareDone(bulkImport, windows)
  if (done === null || done <= 0) return null
  const elapsedMs = now.getTime() - Date.parse(startedAt)
  const end = now.getTime() + (elapsedMs * (1 - done)) / done
  return new Date(Math.max(end, nextAttemptAt === null ? 0 : Date.parse(nextAttemptAt))).toISOString()
}

/** The share of the work that is done, between 0 and 1; null while nobody can tell. */
function shareDone(bulkImport: BulkImport, windows: readonly ImportWindow[]): number | null {
  const { total, since, until } = bulkImport
  if (total !== null) return total === 0 ? null : ended(bulkImport) / total
  if (since === null || until === null) return null
  const listedMs = windows
    .filter(({ state }) => state === 'done')
    .reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
  return listedMs / (Date.parse(until) - Date.parse(since))
}
