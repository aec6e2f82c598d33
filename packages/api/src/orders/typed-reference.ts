import { DomainError, normaliseTypedText, stripReferenceMarks, type MarketplaceConnector } from '@orderport/domain'
import type { Services } from '../context.ts'

/**
 * Returns the one reference in what somebody typed or pasted, in the marketplace's own form. Throws ORDER_REF_INVALID
 * where there is none, and where there are several.
 */
export function referenceIn(connector: MarketplaceConnector, typed: string): string {
  const [reference, ...others] = connector.findReferences(typed)
  if (reference === undefined) throw new DomainError('ORDER_REF_INVALID', { field: 'orderRef' })
  if (others.length > 0) throw new DomainError('ORDER_REF_INVALID', { field: 'orderRef', variant: 'severalReferences' })
  return reference
}

/** Returns the one reference in what was typed where an order's id or reference is asked for; else the cleaned text. */
export function idOrReferenceIn(services: Services, typed: string): string {
  return onlyReference(services, typed) ?? stripReferenceMarks(typed)
}

/**
 * Returns what to search for: the one reference in what was typed, else the text without what surrounds a number. Bare
 * digits may be a reference without its dashes or a tracking code, so both are searched.
 */
export function searchTextIn(services: Services, typed: string): { q: string; reference: string | undefined } {
  const text = stripReferenceMarks(typed) || normaliseTypedText(typed)
  const reference = onlyReference(services, typed) ?? undefined
  return /^[\d ]+$/.test(text) ? { q: text, reference } : { q: reference ?? text, reference: undefined }
}

function onlyReference({ connectors }: Services, typed: string): string | null {
  const found = new Set([...connectors.values()].flatMap((connector) => connector.findReferences(typed)))
  const [reference] = found
  return reference !== undefined && found.size === 1 ? reference : null
}
