import type { ErrorCode } from './error-catalogue.ts'
import type { Instant } from './order.ts'

/** `references`: the orders that somebody named; `backfill`: all orders that a seller got in a range of time. */
export const importKinds = ['references', 'backfill'] as const

export type ImportKind = (typeof importKinds)[number]

/**
 * `queued`: no worker has begun it; `running`; `waiting`: it goes on at `nextAttemptAt`; `done`: every order was tried
 * to the end, though some may have failed; `failed`: it stopped before that; `cancelled`: somebody stopped it.
 */
export const importStates = ['queued', 'running', 'waiting', 'done', 'failed', 'cancelled'] as const

export type ImportState = (typeof importStates)[number]

/** True once nothing more happens unless somebody asks: done, failed, cancelled. */
export function hasEnded(state: ImportState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** An import of many orders, as its counts stand. */
export interface BulkImport {
  /** As `makeImportId` makes it. */
  readonly id: string
  readonly channel: string
  readonly kind: ImportKind
  /** Who asked for it, as the audit's `actor`. */
  readonly requestedBy: string
  /** The range of a backfill, `since` included and `until` not; null for an import of references. */
  readonly since: Instant | null
  readonly until: Instant | null
  readonly state: ImportState
  /** How many orders it has; null while a backfill has not listed all of them. */
  readonly total: number | null
  /** Orders that were written from the marketplace's answer. */
  readonly stored: number
  /** Orders that were stored already as the marketplace knows them. */
  readonly unchanged: number
  readonly failed: number
  /** Why it waits or failed. */
  readonly error: ErrorCode | null
  readonly nextAttemptAt: Instant | null
  readonly createdAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
  /** Grows with every change that a watcher should see. */
  readonly version: number
}

/** `queued`: to be imported; the others are how it ended. */
export const importItemStates = ['queued', 'stored', 'unchanged', 'failed', 'cancelled'] as const

export type ImportItemState = (typeof importItemStates)[number]

/** One order of an import. */
export interface ImportItem {
  readonly externalOrderId: string
  readonly state: ImportItemState
  /** How often it was tried in vain. */
  readonly attempts: number
  /** Why the last attempt failed. */
  readonly error: ErrorCode | null
  /** When it may be tried again; null: now. */
  readonly nextAttemptAt: Instant | null
}

/** A range of time that a backfill lists page by page: a line of its ledger. */
export interface ImportWindow {
  /** 1, 2, …: the newest first. */
  readonly number: number
  readonly from: Instant
  readonly to: Instant
  readonly state: 'open' | 'done'
  /** Opens the next page; null for the first one. */
  readonly token: string | null
  readonly pages: number
  /** Distinct orders that the marketplace listed in it. */
  readonly seen: number
  readonly stored: number
  readonly unchanged: number
  readonly failed: number
  /** How often it began anew at its first page. */
  readonly restarts: number
}
