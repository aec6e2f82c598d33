import { abortFailure } from '../http/transport-failure.ts'

const maxValues = 1000
/** A renewal has its own deadline: it serves every caller that waits for it, so none of theirs may end it. */
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
 * Values that expire, by key, kept in this process. One renewal at a time for each key; the least recently used go first
 * when there are too many. A failed renewal is not remembered.
 */
export class ExpiringValues<T> {
  readonly #work: string
  readonly #now: () => number
  readonly #kept = new Map<string, KeptValue<T>>()
  readonly #renewals = new Map<string, Promise<T>>()

  /** `work` names the renewal in failures; `now` gives milliseconds. */
  constructor(work: string, now: () => number) {
    this.#work = work
    this.#now = now
  }

  /** A usable value. Throws as `renew` does, and `UPSTREAM_TIMEOUT` when `signal` ends the waiting. */
  async get(key: string, signal: AbortSignal, renew: (deadline: AbortSignal) => Promise<Renewed<T>>): Promise<T> {
    if (signal.aborted) throw abortFailure(this.#work, signal)
    const kept = this.#kept.get(key)
    if (kept !== undefined && kept.usableUntil > this.#now()) {
      this.#keep(key, kept)
      return kept.value
    }
    return this.#untilAborted(this.#renewals.get(key) ?? this.#startRenewal(key, renew), signal)
  }

  /** Forgets a value that turned out to be of no use, unless it has already been replaced. */
  drop(key: string, refused: T): void {
    if (this.#kept.get(key)?.value === refused) this.#kept.delete(key)
  }

  #startRenewal(key: string, renew: (deadline: AbortSignal) => Promise<Renewed<T>>): Promise<T> {
    const renewal = this.#renew(key, renew).finally(() => this.#renewals.delete(key))
    this.#renewals.set(key, renewal)
    return renewal
  }

  async #renew(key: string, renew: (deadline: AbortSignal) => Promise<Renewed<T>>): Promise<T> {
    const askedAt = this.#now()
    const { value, usableForMs } = await renew(AbortSignal.timeout(renewalTimeoutMs))
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

  async #untilAborted(work: Promise<T>, signal: AbortSignal): Promise<T> {
    const aborted = Promise.withResolvers<never>()
    const abort = (): void => aborted.reject(abortFailure(this.#work, signal))
    signal.addEventListener('abort', abort, { once: true })
    try {
      return await Promise.race([work, aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }
}
