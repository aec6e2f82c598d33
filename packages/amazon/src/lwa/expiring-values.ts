import { abortFailure } from '../transport/transport-failure.ts'
import { SharedRenewals } from './shared-renewals.ts'

const maxValues = 1000
/** A renewal has its own deadline: it serves every caller that waits for it, so none of theirs alone may end it. */
const renewalTimeoutMs = 10_000

/** A new value, and for how long it may be used from the moment it was asked for. */
export interface Renewed<T> {
  readonly value: T
  readonly usableForMs: number
}

interface KeptValue<T> {
  readonly value: T
  readonly usableUntil: number
}

/**
 * Values that expire, by key, kept in this process. Callers that come together share one renewal of a key; the least recently
 * used go first when there are too many. A failed renewal is not remembered.
 */
export class ExpiringValues<T> {
  readonly #work: string
  readonly #now: () => number
  readonly #kept = new Map<string, KeptValue<T>>()
  readonly #renewals: SharedRenewals<T>

  /** `work` names the renewal in failures; `now` gives milliseconds. */
  constructor(work: string, now: () => number) {
    this.#work = work
    this.#now = now
    this.#renewals = new SharedRenewals(work, renewalTimeoutMs)
  }

  /** A usable value. Throws as `renew` does, and `UPSTREAM_TIMEOUT` when `signal` ends the waiting. */
  async get(key: string, signal: AbortSignal, renew: (deadline: AbortSignal) => Promise<Renewed<T>>): Promise<T> {
    if (signal.aborted) throw abortFailure(this.#work, signal)
    const kept = this.#kept.get(key)
    if (kept !== undefined && kept.usableUntil > this.#now()) {
      this.#keep(key, kept)
      return kept.value
    }
    return this.#renewals.join(key, signal, (ends) => this.#renew(key, ends, renew))
  }

  /** Forgets a value that turned out to be of no use, unless it has already been replaced. */
  drop(key: string, refused: T): void {
    if (this.#kept.get(key)?.value === refused) this.#kept.delete(key)
  }

  async #renew(key: string, ends: AbortSignal, renew: (deadline: AbortSignal) => Promise<Renewed<T>>): Promise<T> {
    const askedAt = this.#now()
    const { value, usableForMs } = await renew(ends)
    this.#keep(key, { value, usableUntil: askedAt + usableForMs })
    return value
  }

  #keep(key: string, value: KeptValue<T>): void {
    this.#kept.delete(key)
    this.#kept.set(key, value)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxValues) break
      this.#kept.delete(oldest)
    }
  }
}
