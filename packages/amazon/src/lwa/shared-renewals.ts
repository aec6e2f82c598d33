import { raceAgainst } from '@orderport/domain'
import { abortFailure } from '../transport/transport-failure.ts'

/** One piece of work, and how many callers wait for it. */
interface Renewal<T> {
  readonly result: Promise<T>
  readonly abandon: AbortController
  waiting: number
}

/**
 * Work that several callers wait for, by key. A caller's own deadline ends only that caller's wait. It also closes the
 * work to later callers, who start it anew: work that was too slow for one caller may hang. When the last caller has
 * gone, the work is aborted.
 */
export class SharedRenewals<T> {
  readonly #work: string
  readonly #timeoutMs: number
  readonly #running = new Map<string, Renewal<T>>()

  /** `work` names it in failures; `timeoutMs` is its own deadline, however long callers would wait. */
  constructor(work: string, timeoutMs: number) {
    this.#work = work
    this.#timeoutMs = timeoutMs
  }

  /**
   * Returns the result of the work under this key, and starts the work if none can be joined. Throws what the work
   * throws, and `UPSTREAM_TIMEOUT` when `signal` aborts first.
   */
  async join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw abortFailure(this.#work, signal)
    const renewal = this.#running.get(key) ?? this.#start(key, start)
    renewal.waiting += 1
    try {
      return await raceAgainst(signal, renewal.result)
    } catch (error) {
      if (!signal.aborted) throw error
      this.#close(key, renewal)
      throw abortFailure(this.#work, signal)
    } finally {
      renewal.waiting -= 1
      if (renewal.waiting === 0) this.#end(key, renewal, signal.reason)
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Renewal<T> {
    const abandon = new AbortController()
    const signal = AbortSignal.any([abandon.signal, AbortSignal.timeout(this.#timeoutMs)])
    const renewal: Renewal<T> = { result: start(signal), abandon, waiting: 0 }
    this.#running.set(key, renewal)
    return renewal
  }

  #end(key: string, renewal: Renewal<T>, reason: unknown): void {
    renewal.abandon.abort(reason)
    this.#close(key, renewal)
  }

  /** Keeps later callers from joining this renewal. Those who wait for it still do. */
  #close(key: string, renewal: Renewal<T>): void {
    if (this.#running.get(key) === renewal) this.#running.delete(key)
  }
}
