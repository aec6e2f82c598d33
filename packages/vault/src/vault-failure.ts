import { DomainError } from '@orderport/domain'

interface FailureTraits {
  /** True if Vault could not speak for itself: a known secret may serve on. False if it did, or if we closed. */
  readonly away: boolean
  readonly retryAfterSeconds: number
}

const traits = {
  sealed: { away: true, retryAfterSeconds: 30 },
  timeout: { away: true, retryAfterSeconds: 5 },
  unreachable: { away: true, retryAfterSeconds: 5 },
  unavailable: { away: true, retryAfterSeconds: 5 },
  'not a Vault answer': { away: true, retryAfterSeconds: 30 },
  denied: { away: false, retryAfterSeconds: 60 },
  'login refused': { away: false, retryAfterSeconds: 60 },
  'no such mount': { away: false, retryAfterSeconds: 60 },
  'request refused': { away: false, retryAfterSeconds: 60 },
  'malformed secret': { away: false, retryAfterSeconds: 60 },
  closed: { away: false, retryAfterSeconds: 5 },
} as const satisfies Record<string, FailureTraits>

/** Why there was no answer about a secret. */
export type VaultFailureKind = keyof typeof traits

/**
 * A failure inside this package. It carries a kind and a note of our own making (a status, an error code), never
 * Vault's text, a request or a cause: those can hold tokens and secrets.
 */
export class VaultFailure extends Error {
  readonly kind: VaultFailureKind
  readonly note: string

  constructor(kind: VaultFailureKind, note: string) {
    super(`${kind} (${note})`)
    this.name = 'VaultFailure'
    this.kind = kind
    this.note = note
  }

  get away(): boolean {
    return traits[this.kind].away
  }
}

/** The failure as the domain knows it: `CREDENTIALS_UNAVAILABLE`, with kind, note and path as its detail. */
export function toDomainError(failure: VaultFailure, path: string): DomainError {
  return new DomainError('CREDENTIALS_UNAVAILABLE', {
    detail: `Vault: ${failure.kind} (${failure.note}), reading ${path}`,
    retryAfterSeconds: traits[failure.kind].retryAfterSeconds,
  })
}
