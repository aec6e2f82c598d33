import { abortFailure } from '../transport/transport-failure.ts'

/** One piece of work, and how many wait for it. */
interface Renewal<T> {
  readonly result: Promise<T>
  readonly abandon: AbortController
  waiting: number
}

/**
 * Work that several callers wait for, by key. A caller's own deadline ends its waiting alone, and takes the work out of the
 * reach of those who come later: what was too slow for one may hang, so they start anew. When the last caller is gone the
 * work is aborted.
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

  /** The result of the work under this key, started if need be. Throws as it does, and `UPSTREAM_TIMEOUT` when `signal` aborts first. */
  async join(key: string, signal: AbortSignal, start: (ends: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw abortFailure(this.#work, signal)
    const renewal = this.#running.get(key) ?? this.#start(key, start)
    const aborted = Promise.withResolvers<never>()
    const abort = (): void => {
      this.#close(key, renewal)
      aborted.reject(abortFailure(this.#work, signal))
    }
    signal.addEventListener('abort', abort, { once: true })
    renewal.waiting += 1
    try {
      return await Promise.race([renewal.result, aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
      renewal.waiting -= 1
      if (renewal.waiting === 0) this.#end(key, renewal, signal.reason)
    }
  }

  #start(key: string, start: (ends: AbortSignal) => Promise<T>): Renewal<T> {
    const abandon = new AbortController()
    const ends = AbortSignal.any([abandon.signal, AbortSignal.timeout(this.#timeoutMs)])
    const renewal: Renewal<T> = { result: start(ends), abandon, waiting: 0 }
    this.#running.set(key, renewal)
    return renewal
  }

  #end(key: string, renewal: Renewal<T>, reason: unknown): void {
    renewal.abandon.abort(reason)
    this.#close(key, renewal)
  }

  /** Lets nobody join this renewal any more; those who wait for it still do. */
  #close(key: string, renewal: Renewal<T>): void {
    if (this.#running.get(key) === renewal) this.#running.delete(key)
  }
}
