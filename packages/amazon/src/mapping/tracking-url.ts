import { carriers } from './carriers.ts'

/** Characters. A longer text is not a carrier's name, and searching it for every name would take seconds. */
const longestName = 256

const namedPages = carriers.flatMap(({ names, url }) => names.map((name) => ({ words: name.split(' '), url })))

/**
 * Returns the carrier's page for a tracking code. Returns null without a code, for a carrier that is not in the table,
 * and when the text names two carriers. Names match as whole words only (`Groups` doesn't contain UPS), and a longer
 * name wins over a shorter one within it (`Correos Express` is not Correos).
 */
export function trackingUrl(carrier: string | null, code: string | null): string | null {
  if (carrier === null || code === null || !/[\p{L}\p{N}]/u.test(code)) return null
  if (carrier.length > longestName) return null
  const carrierWords = toWords(carrier)
  const matches = namedPages.filter(({ words }) => contains(carrierWords, words))
  const named = matches.filter(
    ({ words }) => !matches.some((other) => other.words.length > words.length && contains(other.words, words)),
  )
  const pages = new Set(named.map(({ url }) => url))
  const [page] = pages
  return page === undefined || pages.size > 1 ? null : page.replace('{code}', () => encodeURIComponent(code))
}

/** Lower-cases the text, removes its accents, and splits it at everything that is neither letter nor digit. */
function toWords(carrier: string): readonly string[] {
  const plain = carrier.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function contains(text: readonly string[], words: readonly string[]): boolean {
  return text.some((_, start) => words.every((word, offset) => text[start + offset] === word))
}
