import { once } from 'node:events'
import type { Caller } from '../authorisations.ts'
import { parseIncludedData } from '../orders-2026-01-01/included-data.ts'
import { randomNumbers } from '../random.ts'
import type { SimulatedRequest } from '../request.ts'
import type { AmazonFault, AmazonFaults, AmazonScriptedFault } from './fault.ts'

interface QueuedFault {
  readonly script: AmazonScriptedFault
  left: number
  /** Says for each matching request whether it is among those that meet the fault. */
  readonly isChosen: () => boolean
}

/** The scripted faults, and the requests that hang because of one. */
export class FaultQueue implements AmazonFaults {
  #queue: QueuedFault[] = []
  #released = Promise.withResolvers<void>()

  push(script: AmazonScriptedFault): void {
    const { ratio, seed = 0, times = ratio === undefined ? 1 : Number.POSITIVE_INFINITY } = script
    const random = randomNumbers(seed)
    this.#queue.push({ script, left: times, isChosen: () => ratio === undefined || random() < ratio })
  }

  clear(): void {
    this.#queue = []
  }

  release(): void {
    this.#released.resolve()
    this.#released = Promise.withResolvers<void>()
  }

  /** Returns the fault that this request meets, and counts it as met; null if there is none. */
  take(request: SimulatedRequest, caller: Caller | null): AmazonFault | null {
    const met = this.#queue.find(({ script, isChosen }) => meets(script, request, caller) && isChosen())
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

function meets(script: AmazonScriptedFault, request: SimulatedRequest, caller: Caller | null): boolean {
  const { fault, sellerId, token } = script
  if (script.operation !== request.operation) return false
  if (sellerId !== undefined && sellerId !== caller?.sellerId) return false
  if (token !== undefined && token !== caller?.token) return false
  return fault.kind !== 'part-refused' || parseIncludedData(request.query)?.has(fault.part) === true
}
