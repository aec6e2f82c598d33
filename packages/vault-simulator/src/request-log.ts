import { createHash } from 'node:crypto'

/** A request as it arrived, without its body. Of a token it keeps a hash, by which two tokens can be told apart. */
export interface VaultRequestRecord {
  /** Milliseconds by the simulator's clock. */
  readonly time: number
  readonly method: string
  /** Path and query as sent, such as `/v1/secret/data/app`. */
  readonly path: string
  readonly namespace: string | null
  readonly tokenHash: string | null
  /** Null after a reset. */
  readonly status: number | null
}

/** Every request, in the order of their answers. */
export class VaultRequestLog {
  readonly #requests: VaultRequestRecord[] = []

  get requests(): readonly VaultRequestRecord[] {
    return this.#requests
  }

  add(record: VaultRequestRecord): void {
    this.#requests.push(record)
  }

  /** Returns how many requests had a path that contains this text, and this method if one is given. */
  count(part: string, method?: string): number {
    return this.#requests.filter(
      (request) => request.path.includes(part) && (method === undefined || request.method === method),
    ).length
  }

  clear(): void {
    this.#requests.length = 0
  }
}

/** Returns a short fingerprint of a token; equal tokens have equal ones. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}
