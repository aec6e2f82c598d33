import type { BulkImport, ImportItem, ImportItemState, ImportKind, ImportWindow } from '../bulk-import.ts'
import type { ErrorCode } from '../error-catalogue.ts'
import type { Instant } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'
import type { NewOrder } from './import-single-flight.ts'

/** An import to begin. */
export interface NewImport {
  /** As `makeImportId` makes it. */
  readonly id: string
  readonly channel: string
  readonly kind: ImportKind
  /** As `Identity.actor`. */
  readonly requestedBy: string
  /** The range of a backfill, `since` included and `until` not; null for an import of references. */
  readonly since: Instant | null
  readonly until: Instant | null
  /** The orders to import, each once; empty for a backfill. */
  readonly references: readonly string[]
  readonly now: Instant
}

/** What became of one order. */
export type ItemOutcome =
  | { readonly state: 'stored' | 'unchanged' }
  | { readonly state: 'failed'; readonly error: ErrorCode }
  /** It is tried again later; this attempt is counted. */
  | { readonly state: 'queued'; readonly error: ErrorCode; readonly nextAttemptAt: Instant }

/** A page of a backfill's window, as the marketplace listed it. */
export interface ImportPage {
  readonly windowNumber: number
  /** The token that opened this page; null for the first one. */
  readonly token: string | null
  /** The token that opens the next page; null if this page was the last one. */
  readonly nextToken: string | null
  readonly orders: readonly NewOrder[]
  /** Orders that were listed without contents that could be read; they become queued items. */
  readonly unread: readonly string[]
  readonly now: Instant
}

export interface ImportListPage {
  readonly limit: number
  /** `nextCursor` of an earlier page: this page starts after it. */
  readonly cursor?: string | undefined
}

export interface ImportItemsPage extends ImportListPage {
  readonly state?: ImportItemState | undefined
}

/**
 * The imports of many orders: their counts, items and windows. Each call sees one tenant's rows alone.
 * Throws `DATABASE_UNAVAILABLE` when Postgres is away, and `INVALID_REQUEST` for a cursor that no page returned.
 */
export interface ImportStore {
  /** Stores the import, its items, and its first job in one transaction. */
  create(tenantId: TenantId, newImport: NewImport): Promise<BulkImport>

  /** Returns the import with that id, or null. */
  get(tenantId: TenantId, id: string): Promise<BulkImport | null>

  /** Returns a page of imports, the newest first. */
  list(
    tenantId: TenantId,
    page: ImportListPage,
  ): Promise<{ readonly imports: readonly BulkImport[]; readonly nextCursor: string | null }>

  /** Returns a page of an import's items, by reference. */
  items(
    tenantId: TenantId,
    id: string,
    page: ImportItemsPage,
  ): Promise<{ readonly items: readonly ImportItem[]; readonly nextCursor: string | null }>

  /** Returns the windows of a backfill that were opened, by number. */
  windows(tenantId: TenantId, id: string): Promise<readonly ImportWindow[]>

  /** Ends it: queued items are cancelled. Returns it, or null if there is none. An ended import stays as it is. */
  cancel(tenantId: TenantId, id: string, now: Instant): Promise<BulkImport | null>

  /**
   * Queues its failed items, and the rest of a failed backfill's range, again, with a job. Returns it, or null if there
   * is none. An import in which nothing failed stays as it is.
   */
  retryFailed(tenantId: TenantId, id: string, now: Instant): Promise<BulkImport | null>

  /** Marks it running unless it has ended. Returns it as it is then, or null if there is none. */
  begin(tenantId: TenantId, id: string, now: Instant): Promise<BulkImport | null>

  /** Returns at most `limit` queued items whose next attempt is due: those that wait longest first. */
  dueItems(tenantId: TenantId, id: string, now: Instant, limit: number): Promise<readonly ImportItem[]>

  /**
   * Records an outcome once: an item that isn't queued any more keeps its own. Returns the import as it is then.
   * Throws `INTERNAL` if there is no such import.
   */
  finishItem(
    tenantId: TenantId,
    id: string,
    externalOrderId: string,
    outcome: ItemOutcome,
    now: Instant,
  ): Promise<BulkImport>

  /** Opens the next window of a backfill. Returns it, or the one that is open already. */
  openWindow(
    tenantId: TenantId,
    id: string,
    window: { readonly from: Instant; readonly to: Instant },
    now: Instant,
  ): Promise<ImportWindow>

  /**
   * In one transaction, merges the page's orders into the stored ones, records them as items, moves the window's token,
   * and counts. Returns the import as it is then; or null, and writes nothing, when the window is not at `token` any
   * more or the import has ended.
   */
  savePage(tenantId: TenantId, id: string, page: ImportPage): Promise<BulkImport | null>

  /** Starts the open window anew at its first page: its token died. Counts stay exact, since items are counted once. */
  restartWindow(tenantId: TenantId, id: string, windowNumber: number, now: Instant): Promise<void>

  /**
   * Queues a job at `at`. With an error the import is `waiting` until then; without one it only continues later, and
   * stays `running`.
   */
  continueAt(
    tenantId: TenantId,
    id: string,
    wait: { readonly at: Instant; readonly error: ErrorCode | null },
    now: Instant,
  ): Promise<void>

  /**
   * Ends the import, unless it has ended. Returns it as it is then. Throws `INTERNAL` if there is no such import.
   */
  finish(
    tenantId: TenantId,
    id: string,
    end: { readonly state: 'done' | 'failed'; readonly error: ErrorCode | null },
    now: Instant,
  ): Promise<BulkImport>
}
