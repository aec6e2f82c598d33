import type { QuotaKey } from '@orderport/domain'
import { LRUCache } from 'lru-cache'

/** Buckets that are remembered. The least recently used goes first. */
const maxBuckets = 1000

/**
 * The buckets whose last call was throttled. A first 429 against our own count is often one of Amazon's moods: a
 * background call then leaves the interactive share as it was, which would take it as many intervals to refill. A
 * second one means that the bucket is empty.
 */
export class PushBacks {
  readonly #throttled = new LRUCache<string, true>({ max: maxBuckets })

  /** Notes a 429. Returns true where the call before wasn't throttled. */
  isFirst(key: QuotaKey): boolean {
    const name = nameOf(key)
    const isFirst = !this.#throttled.has(name)
    this.#throttled.set(name, true)
    return isFirst
  }

  /** Notes any other answer. */
  forget(key: QuotaKey): void {
    this.#throttled.delete(nameOf(key))
  }
}

function nameOf({ application, sellerId, region, operation }: QuotaKey): string {
  return JSON.stringify([application, sellerId, region, operation])
}
