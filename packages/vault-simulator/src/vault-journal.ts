import { createHash } from 'node:crypto'

/** One request as it arrived. Bodies and tokens are not kept; a token leaves its hash, so that two can be told apart. */
export interface VaultRequestRecord {
  /** Milliseconds by the simulator's clock. */
  readonly time: number
  readonly method: string
  /** Path and query as sent, such as `/v1/secret/data/app`. */
  readonly path: string
  readonly namespace: string | null
  readonly tokenHash: string | null
  /** Null while no answer was given (hanging or reset). */
  readonly status: number | null
}

/** Every request that came in, in the order in which they were answered. */
export class VaultJournal {
  readonly #requests: VaultRequestRecord[] = []

  get requests(): readonly VaultRequestRecord[] {
    return this.#requests
  }

  add(record: VaultRequestRecord): void {
    this.#requests.push(record)
  }

  /** How many requests had a path that contains this text, and that method if one is named. */
  count(part: string, method?: string): number {
    return this.#requests.filter(
      (request) => request.path.includes(part) && (method === undefined || request.method === method),
    ).length
  }

  clear(): void {
    this.#requests.length = 0
  }
}

/** A short fingerprint of a token: equal tokens have equal ones. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}
