import { createHash } from 'node:crypto'
import { DomainError } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import type { Operation } from '../transport/upstream-request.ts'

/** Pages that are kept: forty windows of five hundred pages. The least recently used goes first. */
const maxPages = 20_000

/**
 * The order of the pages that Amazon gave, by their tokens: it ends a list whose pages lead back to one before. A page
 * may be asked for again, and a window from its beginning.
 */
export class PageChains {
  readonly #positions = new LRUCache<string, number>({ max: maxPages })

  /**
   * Notes that a page of a list leads to the next one; null is the first page's token, and the last page's next one.
   * Throws `UPSTREAM_ERROR` where it leads to itself or to a page before it.
   */
  extend(operation: Operation, list: string, token: string | null, nextToken: string | null): void {
    if (nextToken === null) return
    const position = token === null ? 0 : (this.#positions.get(keyOf(list, token)) ?? 1)
    const key = keyOf(list, nextToken)
    const known = this.#positions.get(key)
    if (nextToken === token || (known !== undefined && known <= position)) {
      throw new DomainError('UPSTREAM_ERROR', { detail: `${operation.name}: the pages lead back to one before` })
    }
    this.#positions.set(key, position + 1)
  }
}

/** A hash: tokens are long, and what they hold is not ours to keep. */
function keyOf(list: string, token: string): string {
  return createHash('sha256')
    .update(JSON.stringify([list, token]))
    .digest('base64')
}
