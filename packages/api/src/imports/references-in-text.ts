import type { MarketplaceConnector } from '@orderport/domain'

/** What a text says about orders. */
export interface TextReferences {
  /** The references of the marketplace, each once, in the text's order. */
  readonly found: readonly string[]
  /** What looks like an order number and is no reference of the marketplace: at most `greatestLeft` of them. */
  readonly left: readonly string[]
}

const greatestLeft = 50

/** Marks of quotation at the start of a line, as mail programs put them: `> > `, `| `. */
const quotation = /^[ \t]*(?:[>|»][ \t]*)+/gmu
/** A line that ends in a reference's dash goes on in the next one. */
const wrapped = /([-\u2010-\u2015])[ \t]*\r?\n[ \t]*(?=\d)/g
/** `#1001`, and numbers with the shape of a reference but not its lengths. */
const numberOfAnOrder =
  /(?<![\p{L}\p{N}#])#\d{3,12}(?![\p{L}\p{N}])|(?<![\p{L}\p{N}-])\d{2,4}-\d{5,8}-\d{5,8}(?![\p{L}\p{N}-])/gu

/**
 * Finds the order references of a marketplace in a conversation: in quoted lines, wrapped ones and addresses of pages
 * too.
 */
export function referencesInText({ findReferences }: MarketplaceConnector, text: string): TextReferences {
  const unquoted = text.replaceAll(quotation, '').replaceAll(wrapped, '$1')
  const found = findReferences(unquoted)
  const left = [...unquoted.matchAll(numberOfAnOrder)]
    .map(([number]) => number)
    .filter((number) => !findReferences(number).some((reference) => found.includes(reference)))
  return { found, left: [...new Set(left)].slice(0, greatestLeft) }
}
