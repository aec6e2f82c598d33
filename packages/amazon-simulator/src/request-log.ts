import type { AmazonFault } from './faults/fault.ts'
import type { AmazonOperation } from './operations.ts'
import type { SimulatedRequest } from './request.ts'

/** A logged request. Null stands for what is not known yet: a hanging request has neither a status nor a duration. */
export interface AmazonRequestRecord {
  /** Milliseconds since 1970 by the simulator's clock, when the request was complete. */
  readonly time: number
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
  readonly operation: AmazonOperation
  /** The seller whose token came with the request. */
  readonly sellerId: string | null
  /** The kind of the scripted fault that the request met; null for none. */
  readonly fault: AmazonFault['kind'] | null
  /** The HTTP status that was sent; null while there is none, and after a reset. */
  readonly status: number | null
  /** Real milliseconds from the complete request to its answer, intended delays included. */
  readonly simulatorTimeMs: number | null
}

/** The requests that came, in order. Keeps the last `requestLogCapacity` of them; the counts cover all. */
export interface AmazonRequestLog {
  readonly requests: readonly AmazonRequestRecord[]
  /** Returns how many requests for this operation came since the start or the last `clear`. */
  count(operation: AmazonOperation): number
  /** Returns how many of them were answered 429, by a scripted fault and by an empty bucket. */
  throttled(operation: AmazonOperation): Throttled
  clear(): void
  /** Resolves once `count` requests for this operation have come. Rejects when the simulator closes first. */
  received(operation: AmazonOperation, count?: number): Promise<void>
}

export interface Throttled {
  readonly byFault: number
  readonly byBucket: number
}

interface Waiter {
  readonly operation: AmazonOperation
  readonly count: number
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
}

/** What is known of a request besides what it says. */
export type RequestOrigin = Pick<AmazonRequestRecord, 'time' | 'sellerId' | 'fault'>

type OpenEntry = { -readonly [Key in keyof AmazonRequestRecord]: AmazonRequestRecord[Key] }

export class RequestLog implements AmazonRequestLog {
  readonly #capacity: number
  readonly #entries: OpenEntry[] = []
  readonly #counts = new Map<AmazonOperation, number>()
  readonly #throttled = new Map<AmazonOperation, Throttled>()
  #waiters: Waiter[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get requests(): readonly AmazonRequestRecord[] {
    return this.#entries
  }

  count(operation: AmazonOperation): number {
    return this.#counts.get(operation) ?? 0
  }

  throttled(operation: AmazonOperation): Throttled {
    return this.#throttled.get(operation) ?? { byFault: 0, byBucket: 0 }
  }

  clear(): void {
    this.#entries.length = 0
    this.#counts.clear()
    this.#throttled.clear()
  }

  async received(operation: AmazonOperation, count = 1): Promise<void> {
    if (this.count(operation) >= count) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiters.push({ operation, count, resolve, reject })
    await promise
  }

  /** Logs a request. Returns the function that logs its status, to be called once, before the answer is sent. */
  open(request: SimulatedRequest, { time, sellerId, fault }: RequestOrigin): (status: number | null) => void {
    const started = performance.now()
    const entry: OpenEntry = {
      time,
      requestId: request.id,
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      headers: request.headers,
      body: request.body,
      operation: request.operation,
      sellerId,
      fault,
      status: null,
      simulatorTimeMs: null,
    }
    this.#entries.push(entry)
    if (this.#entries.length > this.#capacity) this.#entries.shift()
    this.#counts.set(request.operation, this.count(request.operation) + 1)
    this.#wake()
    return (status) => {
      entry.status = status
      entry.simulatorTimeMs = performance.now() - started
      if (status !== 429) return
      const { byFault, byBucket } = this.throttled(request.operation)
      this.#throttled.set(
        request.operation,
        fault === null ? { byFault, byBucket: byBucket + 1 } : { byFault: byFault + 1, byBucket },
      )
    }
  }

  close(): void {
    for (const waiter of this.#waiters) {
      waiter.reject(new Error(`the simulator closed before ${waiter.count} requests for ${waiter.operation} came`))
    }
    this.#waiters = []
  }

  #wake(): void {
    const ready = this.#waiters.filter((waiter) => this.count(waiter.operation) >= waiter.count)
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter))
    for (const waiter of ready) waiter.resolve()
  }
}
