import { once } from 'node:events'
import type { AmazonOperation } from '../operations.ts'
import type { AmazonFault, AmazonFaults, AmazonScriptedFault } from './fault.ts'

interface QueuedFault {
  readonly script: AmazonScriptedFault
  left: number
}

/** The scripted faults, and the requests that hang because of one. */
export class FaultQueue implements AmazonFaults {
  #queue: QueuedFault[] = []
  #released = Promise.withResolvers<void>()

  push(script: AmazonScriptedFault): void {
    this.#queue.push({ script, left: script.times ?? 1 })
  }

  clear(): void {
    this.#queue = []
  }

  release(): void {
    this.#released.resolve()
    this.#released = Promise.withResolvers<void>()
  }

  /** Returns the fault that this request meets, and counts it as met; null if there is none. */
  take(operation: AmazonOperation, sellerId: string | null): AmazonFault | null {
    const met = this.#queue.find(
      ({ script }) => script.operation === operation && (script.sellerId ?? sellerId) === sellerId,
    )
    if (met === undefined) return null
    met.left -= 1
    if (met.left <= 0) this.#queue = this.#queue.filter((queued) => queued !== met)
    return met.script.fault
  }

  /** Waits for `release` or for the signal. */
  async hold(gone: AbortSignal): Promise<void> {
    if (gone.aborted) return
    await Promise.race([this.#released.promise, once(gone, 'abort')])
  }
}
