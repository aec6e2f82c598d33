import { isRecord, parseObject } from '../request.ts'
import type { PageCursor } from './order-page.ts'

/** How long Amazon knows a token. */
const lifetimeMs = 24 * 3_600_000

/** What a token stands for: the place after a page, in a search with these filters. */
export interface PagePlace {
  /** The filters, by which a request with other ones is told. */
  readonly filters: string
  /** The search's end, in milliseconds since 1970: the first page's, wherever the clock is by then. */
  readonly before: number
  readonly cursor: PageCursor
}

/** The tokens of pages. They hold their place themselves, so that a long search costs no memory. */
export class PageTokens {
  readonly #now: () => number
  #generation = 0

  constructor(now: () => number) {
    this.#now = now
  }

  issue(place: PagePlace): string {
    const content = { ...place, generation: this.#generation, issuedAt: this.#now() }
    return Buffer.from(JSON.stringify(content)).toString('base64url')
  }

  /** Returns a token's place; null for one that has expired or never was. */
  read(token: string): PagePlace | null {
    const { filters, before, cursor, generation, issuedAt } =
      parseObject(Buffer.from(token, 'base64url').toString('utf8')) ?? {}
    if (typeof filters !== 'string' || typeof before !== 'number' || !isRecord(cursor)) return null
    const { time, orderId } = cursor
    if (typeof time !== 'number' || typeof orderId !== 'string') return null
    if (generation !== this.#generation || typeof issuedAt !== 'number') return null
    return this.#now() < issuedAt + lifetimeMs ? { filters, before, cursor: { time, orderId } } : null
  }

  /** Expires every token issued so far. */
  expire(): void {
    this.#generation += 1
  }
}
