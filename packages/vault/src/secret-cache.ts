import type { Secret } from '@orderport/domain'
import type { VaultEventLog } from './vault-event.ts'
import { VaultFailure } from './vault-failure.ts'

export interface SecretCacheParts {
  /** Asks Vault: the secret, null if there is none, or throws a VaultFailure. */
  readonly load: (path: string) => Promise<Secret | null>
  readonly now: () => number
  readonly log: VaultEventLog
  readonly presentTtlMs: number
  readonly missingTtlMs: number
  readonly staleForMs: number
}

interface Entry {
  readonly secret: Secret | null
  readonly expiresAt: number
  /** While Vault is away: when to ask it again. */
  readonly askAgainAt: number
}

interface Flight {
  readonly answer: Promise<Secret | null>
  /** False once the path was dropped: the answer may be older than the reason for that. */
  readonly ticket: { valid: boolean }
}

/** Ids of tenants come from callers, and each can leave a "missing" here. */
const maxEntries = 10_000
const pauseWhileAwayMs = 5_000

/** Answers about secrets, remembered for a while; a failure never is. One question to Vault for each path at a time. */
export class SecretCache {
  readonly #parts: SecretCacheParts
  readonly #entries = new Map<string, Entry>()
  readonly #flights = new Map<string, Flight>()

  constructor(parts: SecretCacheParts) {
    this.#parts = parts
  }

  /** The secret at a path, or null. Throws a VaultFailure if that can't be known and no known secret may serve. */
  async get(path: string): Promise<Secret | null> {
    const entry = this.#entries.get(path)
    if (entry !== undefined && this.#parts.now() < entry.askAgainAt) return entry.secret
    return (this.#flights.get(path) ?? this.#start(path)).answer
  }

  /** Forgets a path: the next question goes to Vault, and an answer that is under way is not kept. */
  drop(path: string): void {
    const flight = this.#flights.get(path)
    if (flight !== undefined) flight.ticket.valid = false
    this.#flights.delete(path)
    this.#entries.delete(path)
  }

  #start(path: string): Flight {
    const ticket = { valid: true }
    const answer = this.#ask(path, ticket).finally(() => {
      if (this.#flights.get(path)?.ticket === ticket) this.#flights.delete(path)
    })
    const flight = { answer, ticket }
    this.#flights.set(path, flight)
    return flight
  }

  async #ask(path: string, ticket: Flight['ticket']): Promise<Secret | null> {
    const { load, log, now, presentTtlMs, missingTtlMs } = this.#parts
    try {
      const secret = await load(path)
      const expiresAt = now() + (secret === null ? missingTtlMs : presentTtlMs)
      if (ticket.valid) this.#remember(path, { secret, expiresAt, askAgainAt: expiresAt })
      return secret
    } catch (error) {
      if (!(error instanceof VaultFailure)) throw error
      log({ event: 'read_failed', path, failure: error.kind, note: error.note })
      return this.#serveStale(path, error)
    }
  }

  /** A known secret while Vault is away; what Vault itself denies is forgotten. */
  #serveStale(path: string, failure: VaultFailure): Secret {
    const { log, now, staleForMs } = this.#parts
    const entry = this.#entries.get(path)
    if (entry === undefined || entry.secret === null || !failure.away || now() >= entry.expiresAt + staleForMs) {
      if (failure.kind !== 'closed') this.#entries.delete(path)
      throw failure
    }
    log({ event: 'stale_served', path, expiredForSeconds: Math.floor((now() - entry.expiresAt) / 1000) })
    this.#remember(path, { ...entry, askAgainAt: Math.min(now() + pauseWhileAwayMs, entry.expiresAt + staleForMs) })
    return entry.secret
  }

  #remember(path: string, entry: Entry): void {
    this.#entries.delete(path)
    this.#entries.set(path, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > maxEntries && oldest !== undefined) this.#entries.delete(oldest)
  }
}
