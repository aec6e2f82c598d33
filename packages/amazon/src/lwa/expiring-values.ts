import type { Deadline } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import { abortFailure } from '../transport/transport-failure.ts'
import { SharedRenewals } from './shared-renewals.ts'

const maxValues = 1000
/** A renewal has its own deadline: it serves every caller that waits for it, so no single caller's may end it. */
const renewalTimeoutMs = 10_000

/** A new value, and how long it may be used, counted from the moment it was asked for. */
export interface Renewed<T> {
  readonly value: T
  readonly usableForMs: number
}

interface KeptValue<T> {
  readonly value: T
  readonly usableUntil: number
}

/**
 * Values that expire, by key, kept in this process. Simultaneous callers share one renewal of a key. A failed renewal
 * is not remembered. When there are too many values, the least recently used goes first.
 */
export class ExpiringValues<T> {
  readonly #work: string
  readonly #now: () => number
  /** Expiry is checked here, not by the cache's `ttl`: that counts from the answer, and a `ttl` of 0 means forever. */
  readonly #kept = new LRUCache<string, KeptValue<T>>({ max: maxValues })
  readonly #renewals: SharedRenewals<T>

  /** `work` names the renewal in failures; `now` returns milliseconds. */
  constructor(work: string, now: () => number) {
    this.#work = work
    this.#now = now
    this.#renewals = new SharedRenewals(work, renewalTimeoutMs)
  }

  /** Returns a usable value. Throws as `renew` does, and `UPSTREAM_TIMEOUT` when `signal` ends the wait. */
  async get(key: string, signal: AbortSignal, renew: (deadline: Deadline) => Promise<Renewed<T>>): Promise<T> {
    if (signal.aborted) throw abortFailure(this.#work, signal)
    const kept = this.#kept.get(key)
    if (kept !== undefined && kept.usableUntil > this.#now()) return kept.value
    return this.#renewals.join(key, signal, (renewalSignal) => this.#renew(key, renewalSignal, renew))
  }

  /** Forgets a value that proved unusable, unless it has already been replaced. */
  drop(key: string, refused: T): void {
    if (this.#kept.peek(key)?.value === refused) this.#kept.delete(key)
  }

  async #renew(key: string, signal: AbortSignal, renew: (deadline: Deadline) => Promise<Renewed<T>>): Promise<T> {
    const askedAt = this.#now()
    const { value, usableForMs } = await renew({ signal, endsAt: askedAt + renewalTimeoutMs })
    this.#kept.set(key, { value, usableUntil: askedAt + usableForMs })
    return value
  }
}
