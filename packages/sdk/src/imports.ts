import type {
  Import,
  ImportDetail,
  ImportGetInput,
  ImportIdInput,
  ImportListInput,
  ImportPage,
  ImportPreview,
  ImportPreviewInput,
  ImportStartInput,
  StartedImport,
} from './generated/router.gen.ts'
import type { CallOptions } from './options.ts'

/** Imports of many orders, which run in the background. Every failed call rejects with an OrderportError. */
export interface Imports {
  /**
   * Starts an import: of references, of those that a text mentions, or of all orders of a period. Not repeated by the
   * SDK after a failure: ask `list` whether it began.
   */
  start(input: ImportStartInput, options?: CallOptions): Promise<StartedImport>
  /** Forecasts the import of a period: how many orders, and when it will have ended. */
  preview(input: ImportPreviewInput, options?: CallOptions): Promise<ImportPreview>
  /** Returns an import, its orders, and a backfill's ledger. Throws IMPORT_NOT_FOUND. */
  get(input: ImportGetInput, options?: CallOptions): Promise<ImportDetail>
  /** Returns one page of imports, newest first. */
  list(input?: ImportListInput, options?: CallOptions): Promise<ImportPage>
  /** Stops an import; what it has stored stays. Throws IMPORT_NOT_FOUND. */
  cancel(input: ImportIdInput, options?: CallOptions): Promise<Import>
  /** Tries the failed orders of an import again. Throws IMPORT_NOT_FOUND. */
  retryFailed(input: ImportIdInput, options?: CallOptions): Promise<Import>
  /**
   * Yields an import as it is, and after each change until it has ended: `for await (const { done, total } of …)`.
   * Connects again by itself, without missing a state or repeating one, and throws NETWORK when that fails for about a
   * minute. `timeoutMs` and `maxRetries` don't apply; end it by `break` or `signal`. Throws IMPORT_NOT_FOUND.
   */
  watch(id: string, options?: CallOptions): AsyncGenerator<Import, void, undefined>
}
