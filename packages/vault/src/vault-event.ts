import type { VaultAuth } from './vault-config.ts'
import type { VaultFailureKind } from './vault-failure.ts'

/** An event for an operator's log. Holds paths, kinds, statuses and durations; never a token or a secret. */
export type VaultEvent =
  | { readonly event: 'logged_in'; readonly method: VaultAuth['kind'] }
  | { readonly event: 'login_failed'; readonly method: VaultAuth['kind']; readonly failure: VaultFailureKind }
  | { readonly event: 'token_renewed'; readonly ttlSeconds: number | null }
  | { readonly event: 'renewal_failed'; readonly failure: VaultFailureKind }
  /** A plain token can't be renewed any more: someone must issue a new one before it ends. */
  | { readonly event: 'token_ends'; readonly inSeconds: number }
  | { readonly event: 'read_failed'; readonly path: string; readonly failure: VaultFailureKind; readonly note: string }
  | { readonly event: 'stale_served'; readonly path: string; readonly expiredForSeconds: number }

export type VaultEventLog = (event: VaultEvent) => void
