import { createHash } from 'node:crypto'
import type { OrderPage, OrderSearch, PageCursor } from './order-page.ts'
import type { PageTokens } from './page-tokens.ts'

/** Amazon refuses a window that ends later than this before the request. */
const settlingMs = 2 * 60_000
const longestPage = 100

/** How a version of the API calls the parameters of its search. */
export interface SearchParameters {
  readonly createdAfter: string
  readonly createdBefore: string
  readonly updatedAfter: string
  readonly updatedBefore: string
  readonly marketplaceIds: string
  readonly statuses: string
  readonly fulfilledBy: string
  readonly maxResultsPerPage: string
  readonly pageToken: string
}

/** A search as a request asks for it. */
export interface SearchRequest {
  readonly search: OrderSearch
  readonly cursor: PageCursor | null
  readonly size: number
  /** Returns the token for the page after this one; undefined for the last one. */
  readonly nextToken: (page: OrderPage) => string | undefined
}

export interface SearchContext {
  readonly tokens: PageTokens
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Reads the query of a search. Returns what is wrong with it as a text. */
export function readSearch(
  query: URLSearchParams,
  names: SearchParameters,
  { tokens, now }: SearchContext,
): SearchRequest | string {
  const window = readWindow(query, names, now)
  if (typeof window === 'string') return window
  const size = Number(query.get(names.maxResultsPerPage) ?? longestPage)
  if (!Number.isInteger(size) || size < 1 || size > longestPage) return `Invalid ${names.maxResultsPerPage}.`
  const marketplaceIds = listOf(query, names.marketplaceIds)
  if (marketplaceIds !== null && marketplaceIds.length > 50) return `Too many ${names.marketplaceIds}.`
  const filters = filtersOf(query, names)
  const token = query.get(names.pageToken)
  const place = token === null ? null : tokens.read(token)
  if (token !== null && place === null) return `The ${names.pageToken} is invalid or has expired.`
  if (place !== null && place.filters !== filters) return `The filters are not those of the ${names.pageToken}.`
  const search = {
    ...window,
    before: place?.before ?? window.before,
    marketplaceIds,
    statuses: listOf(query, names.statuses),
    fulfilledBy: listOf(query, names.fulfilledBy),
  }
  return {
    search,
    cursor: place?.cursor ?? null,
    size,
    nextToken: ({ next }) =>
      next === null ? undefined : tokens.issue({ filters, before: search.before, cursor: next }),
  }
}

type Window = Pick<OrderSearch, 'by' | 'after' | 'before'>

function readWindow(query: URLSearchParams, names: SearchParameters, now: number): Window | string {
  const { createdAfter, createdBefore, updatedAfter, updatedBefore } = names
  const isByCreation = query.has(createdAfter) || query.has(createdBefore)
  if (isByCreation && (query.has(updatedAfter) || query.has(updatedBefore))) {
    return `${createdAfter} and ${updatedAfter} exclude each other.`
  }
  const [afterName, beforeName] = isByCreation ? [createdAfter, createdBefore] : [updatedAfter, updatedBefore]
  const after = momentOf(query.get(afterName))
  if (after === null) return `One of ${createdAfter} and ${updatedAfter} is needed, in ISO 8601.`
  const latest = now - settlingMs
  if (!query.has(beforeName)) return { by: isByCreation ? 'created' : 'updated', after, before: latest }
  const before = momentOf(query.get(beforeName))
  if (before === null) return `Invalid ${beforeName}.`
  if (before < after) return `${beforeName} must not be before ${afterName}.`
  if (before > latest) return `${beforeName} must be at least two minutes before the request.`
  return { by: isByCreation ? 'created' : 'updated', after, before }
}

/** Amazon accepts no other offset than `Z`. */
function momentOf(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?$/.test(text)) return null
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? null : moment
}

function listOf(query: URLSearchParams, name: string): readonly string[] | null {
  return query.get(name)?.split(',') ?? null
}

/** Returns a hash of everything that must be repeated with a page token. */
function filtersOf(query: URLSearchParams, names: SearchParameters): string {
  const { maxResultsPerPage: _size, pageToken: _token, ...repeated } = names
  const values = Object.values(repeated).map((name) => query.get(name))
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 16)
}
