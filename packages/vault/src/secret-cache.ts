import type { StoredSecret } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import type { VaultEventLog } from './vault-event.ts'
import { VaultFailure } from './vault-failure.ts'

export interface SecretCacheDeps {
  /** Reads a path from Vault: returns the secret, or null if there is none. Throws a VaultFailure. */
  readonly load: (path: string) => Promise<StoredSecret | null>
  readonly now: () => number
  readonly log: VaultEventLog
}

export interface SecretCacheOptions {
  readonly presentTtlMs: number
  readonly missingTtlMs: number
  readonly staleForMs: number
}

interface Entry {
  readonly secret: StoredSecret | null
  readonly expiresAt: number
  /** When to ask Vault again: `expiresAt`, or later while Vault is away. */
  readonly askAgainAt: number
}

/** Bounded because callers choose tenant ids, and each unknown one can leave a "missing" here. */
const maxEntries = 10_000
const pauseWhileAwayMs = 5_000

/** Caches secrets by path, with one load at a time for each path. Failures are never cached. */
export class SecretCache {
  readonly #deps: SecretCacheDeps
  readonly #options: SecretCacheOptions
  // The cache's own TTL is not used: it can't express a TTL of 0 or a stale entry that is asked for again later.
  readonly #entries = new LRUCache<string, Entry>({
    max: maxEntries,
    // Dropping a path aborts its load: callers who wait for it still get the result, but it isn't stored.
    ignoreFetchAbort: true,
    fetchMethod: (path, known, { signal }) => this.#load(path, known, signal),
  })

  constructor(deps: SecretCacheDeps, options: SecretCacheOptions) {
    this.#deps = deps
    this.#options = options
  }

  /** Returns the secret at a path, or null if there is none. Throws a VaultFailure if Vault and cache can't tell. */
  async get(path: string): Promise<StoredSecret | null> {
    const known = this.#entries.peek(path)
    const forceRefresh = known !== undefined && this.#deps.now() >= known.askAgainAt
    const { secret } = await this.#entries.forceFetch(path, { forceRefresh })
    return secret
  }

  /** Forgets a path: the next `get` asks Vault, and the result of a load in progress is not stored. */
  drop(path: string): void {
    this.#entries.delete(path)
  }

  async #load(path: string, known: Entry | undefined, dropped: AbortSignal): Promise<Entry> {
    const { load, log, now } = this.#deps
    const { presentTtlMs, missingTtlMs } = this.#options
    try {
      const secret = await load(path)
      const expiresAt = now() + (secret === null ? missingTtlMs : presentTtlMs)
      return { secret, expiresAt, askAgainAt: expiresAt }
    } catch (error) {
      if (!(error instanceof VaultFailure)) throw error
      log({ event: 'read_failed', path, failure: error.kind, note: error.note })
      const stale = dropped.aborted || !error.isOutage ? null : this.#stale(path, known)
      if (stale === null) throw error
      return stale
    }
  }

  /** The known secret during an outage, or null if there is none or it expired too long ago. */
  #stale(path: string, known: Entry | undefined): Entry | null {
    const { log, now } = this.#deps
    if (known === undefined || known.secret === null) return null
    const servedUntil = known.expiresAt + this.#options.staleForMs
    if (now() >= servedUntil) return null
    log({ event: 'stale_served', path, expiredForSeconds: Math.floor((now() - known.expiresAt) / 1000) })
    return { ...known, askAgainAt: Math.min(now() + pauseWhileAwayMs, servedUntil) }
  }
}
