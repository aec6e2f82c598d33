import { carriers } from './carriers.ts'

/** Characters. Longer text is no carrier's name, and looking for every name in it would take seconds. */
const longestName = 256

const namedPages = carriers.flatMap(({ names, url }) => names.map((name) => ({ words: name.split(' '), url })))

/**
 * The carrier's page for a tracking code, or null: without a code, for a carrier that is not in the table, and when the
 * text names two of them. Names count as whole words only (`Groups` holds no UPS), and a longer name beats a shorter one
 * within it (`Correos Express` is not Correos).
 */
export function trackingUrl(carrier: string | null, code: string | null): string | null {
  if (carrier === null || code === null || !/[\p{L}\p{N}]/u.test(code)) return null
  if (carrier.length > longestName) return null
  const said = wordsOf(carrier)
  const matches = namedPages.filter(({ words }) => holds(said, words))
  const named = matches.filter(
    ({ words }) => !matches.some((other) => other.words.length > words.length && holds(other.words, words)),
  )
  const pages = new Set(named.map(({ url }) => url))
  const [page] = pages
  return page === undefined || pages.size > 1 ? null : page.replace('{code}', () => encodeURIComponent(code))
}

/** Lower case, accents off, split at everything that is no letter or digit. */
function wordsOf(carrier: string): readonly string[] {
  const plain = carrier.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function holds(said: readonly string[], words: readonly string[]): boolean {
  return said.some((_, start) => words.every((word, offset) => said[start + offset] === word))
}
