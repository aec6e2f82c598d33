import { DomainError } from '@orderport/domain'

interface FailureTraits {
  /** True if Vault itself did not answer, so a cached secret may serve. False if it answered or the store is closed. */
  readonly isOutage: boolean
  readonly retryAfterSeconds: number
}

const traits = {
  sealed: { isOutage: true, retryAfterSeconds: 30 },
  timeout: { isOutage: true, retryAfterSeconds: 5 },
  unreachable: { isOutage: true, retryAfterSeconds: 5 },
  unavailable: { isOutage: true, retryAfterSeconds: 5 },
  'not a Vault answer': { isOutage: true, retryAfterSeconds: 30 },
  denied: { isOutage: false, retryAfterSeconds: 60 },
  'login refused': { isOutage: false, retryAfterSeconds: 60 },
  'no such mount': { isOutage: false, retryAfterSeconds: 60 },
  'request refused': { isOutage: false, retryAfterSeconds: 60 },
  'malformed secret': { isOutage: false, retryAfterSeconds: 60 },
  closed: { isOutage: false, retryAfterSeconds: 5 },
} as const satisfies Record<string, FailureTraits>

/** Why a secret could not be read. */
export type VaultFailureKind = keyof typeof traits

/**
 * A failure inside this package. It carries a kind and a note that this package wrote (a status, an error code), never
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

  get isOutage(): boolean {
    return isVaultOutage(this.kind)
  }
}

/** True for a failure in which Vault itself did not answer. */
export function isVaultOutage(kind: VaultFailureKind): boolean {
  return traits[kind].isOutage
}

/** Returns a line for operators about a failed read or write: kind, note and path. */
export function describeFailure(failure: VaultFailure, path: string, doing: 'reading' | 'writing' = 'reading'): string {
  return `Vault: ${failure.kind} (${failure.note}), ${doing} ${path}`
}

/** Returns the domain's error for a failed read or write, with its description as the detail. */
export function credentialsUnavailable(
  failure: VaultFailure,
  path: string,
  doing: 'reading' | 'writing' = 'reading',
): DomainError {
  return new DomainError('CREDENTIALS_UNAVAILABLE', {
    detail: describeFailure(failure, path, doing),
    retryAfterSeconds: traits[failure.kind].retryAfterSeconds,
  })
}
