import { type ChannelOrderPage, DomainError, type ListedOrder, type OrderWindow } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import { isAtEnd, readAnsweredPage, readCoverage } from '../listing/answered-page.ts'
import { PageChains } from '../listing/page-chains.ts'
import { grantKey } from '../lwa/access-tokens.ts'
import type { OrdersApi, OrdersApiDeps } from '../seller-session.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { type AskFor, askForMost, type IncludedParts, type ReducedAnswer, reducedEvent } from './included-data.ts'
import { pagePlace, searchOrders, searchOrdersOperation } from './search-orders.ts'
import { toChannelOrder } from './to-channel-order.ts'

/** Sellers whose refusals are kept. The least recently used goes first. */
const maxSellers = 1000
/**
 * How long it is kept which parts Amazon refuses. A request that learns it again costs as much of the plan as a page,
 * and there are twenty in an hour.
 */
const refusalsMs = 6 * 3_600_000

/** What is known of a seller's parts: the refusals by the parts that they refused, and those that were found last. */
interface KeptParts {
  readonly refusals: ReadonlyMap<string, UpstreamAnswer>
  readonly found: IncludedParts | null
  readonly until: number
}

/** An answer for a page. It is cut short where the quota ended the search for the parts that Amazon gives. */
interface PageAnswer extends ReducedAnswer {
  readonly isCutShort: boolean
}

/**
 * Returns the function that lists orders by Orders API 2026-01-01: a page in one request, unless Amazon refuses a part
 * of the orders. It throws `PageTokenExpired`, `RATE_LIMITED` (with the wait), `UPSTREAM_FORBIDDEN`,
 * `APP_CREDENTIALS_INVALID`, `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for every answer that can't be understood.
 */
export function createListOrders({ now, onReduced }: OrdersApiDeps): OrdersApi['listOrders'] {
  const kept = new LRUCache<string, KeptParts>({ max: maxSellers })
  const chains = new PageChains()

  /** Asks for the most that Amazon gives, and keeps what it refuses once it has given anything, or the quota ends. */
  async function askForPage(seller: string, ask: AskFor): Promise<PageAnswer> {
    const known = keptParts(kept.get(seller), now())
    const refusals = new Map(known.refusals)
    const given: Pick<ReducedAnswer, 'answer' | 'parts'>[] = []
    const askOnce: AskFor = async (parts) => {
      const refusal = refusals.get(String(parts))
      if (refusal !== undefined) return refusal
      const answer = await ask(parts)
      if (answer.status === 200) given.push({ answer, parts })
      else refusals.set(String(parts), answer)
      return answer
    }
    const keep = (found: IncludedParts | null): void => {
      if (refusals.size > known.refusals.size) kept.set(seller, { refusals, found, until: now() + refusalsMs })
    }
    try {
      const reduced = await askForMost(askOnce, known.found)
      keep(reduced.parts)
      return { ...reduced, isCutShort: false }
    } catch (error) {
      if (!DomainError.is(error) || error.code !== 'RATE_LIMITED') throw error
      keep(known.found)
      const last = given.at(-1)
      if (last === undefined) throw error
      const [refusal = null] = refusals.values()
      return { ...last, refusal, isCutShort: true }
    }
  }

  return async (session, page, deadline) => {
    const seller = grantKey(session)
    const answered = await askForPage(seller, (parts) => searchOrders(session, page, { parts, deadline }))
    if (answered.refusal !== null) {
      onReduced(reducedEvent(session, searchOrdersOperation, answered, answered.refusal))
    }
    const { nextToken, orders, ...rest } = readPage(answered, page.window)
    chains.extend(searchOrdersOperation, `${seller} ${JSON.stringify(page.window)}`, page.token, nextToken)
    return { orders, nextToken, ...rest }
  }
}

function keptParts(kept: KeptParts | undefined, now: number): KeptParts {
  return kept !== undefined && now < kept.until ? kept : { refusals: new Map(), found: null, until: now }
}

function readPage({ answer, isCutShort }: PageAnswer, { by, to }: OrderWindow): ChannelOrderPage {
  const { listings, nextToken, page } = readAnsweredPage(answer, pagePlace)
  const orders = listings.flatMap(({ externalOrderId, raw }): readonly ListedOrder[] => {
    const order = toChannelOrder(externalOrderId, raw)
    if (isAtEnd(by === 'created' ? order.orderDate : order.sourceUpdatedAt, to)) return []
    // Amazon's model requires these three of every order.
    const isReadable = order.orderDate !== null && order.sourceUpdatedAt !== null && Array.isArray(raw['orderItems'])
    return [{ externalOrderId, order: isReadable && !isCutShort ? order : null }]
  })
  return { orders, nextToken, ...readCoverage(page[by === 'created' ? 'createdBefore' : 'lastUpdatedBefore'], to) }
}
