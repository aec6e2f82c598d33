import { parseInstant } from './instant.ts'
import type { Instant } from './order.ts'

// No order is older than the first marketplaces, and none is due in the next century. A date outside is one that is missing,
// or that was counted in other units: 1970 is zero, or seconds read as milliseconds.
const firstYear = 1995
const lastYear = 2099

/** The moment that a date of an order names, or null where it names none or one that no order can have. */
export function parseOrderInstant(value: unknown): Instant | null {
  const instant = parseInstant(typeof value === 'string' ? value.trim() : value)
  if (instant === null) return null
  const year = Number(instant.slice(0, 4))
  return year < firstYear || year > lastYear ? null : instant
}

/** ISO 4217, without the codes for testing and for no currency. */
const currencies: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').filter((code) => code !== 'XXX' && code !== 'XTS'),
)

/** The ISO 4217 code in a text, in capitals, or null. */
export function parseCurrency(value: unknown): string | null {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : ''
  return currencies.has(code) ? code : null
}

/**
 * Most texts: Latin letters, digits and signs, single blanks between words. Nothing in them is invisible, and NFKC
 * changes none of their characters, so the steps below that would cost most can be left out.
 */
const plainText = /^[!-~\u00C0-\u00FF]+(?: [!-~\u00C0-\u00FF]+)*$/

const invisibleEdges = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu

/**
 * Text as it can be stored and shown: well-formed, without NUL, trimmed of blanks and of what is invisible. Null if
 * nothing is left.
 */
export function cleanText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  if (plainText.test(value)) return value
  return value.replaceAll('\u0000', '').toWellFormed().replaceAll(invisibleEdges, '') || null
}

/** What forms and exports write where there is nothing to say, in the languages of the marketplaces. */
const nothings: ReadonlySet<string> = new Set([
  'n/a',
  'n.a.',
  'n.a',
  'none',
  'null',
  'undefined',
  'unknown',
  'not available',
  'not applicable',
  'aucun',
  'aucune',
  'néant',
  'inconnu',
  'inconnue',
  'non disponible',
  'keine',
  'keiner',
  'unbekannt',
  'nicht verfügbar',
  'ninguno',
  'ninguna',
  'nessuno',
  'nessuna',
  'geen',
  'なし',
])

/** True for text that stands for no value: `N/A`, `aucun`, `-`, `…`, or nothing visible. */
export function saysNothing(text: string): boolean {
  const folded = (plainText.test(text) ? text : visibleText(text)).toLowerCase()
  return nothings.has(folded) || !/[\p{L}\p{N}]/u.test(folded)
}

function visibleText(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}]+/gu, ' ')
    .trim()
}

/** A person's or company's name, or null for text that is none. */
export function cleanName(value: unknown): string | null {
  const text = cleanText(value)
  return text === null || saysNothing(text) ? null : text
}

/** No carrier's code is longer, and no index should hold what is. */
const longestCode = 256

/**
 * A carrier's tracking code, or null for text that is none: a code has a digit, and no blanks but those that group it
 * (`1Z 999 AA1 01`), which are dropped.
 */
export function cleanTrackingCode(value: unknown): string | null {
  const text = cleanText(value)
  if (text === null || text.length > longestCode || !/\d/.test(text) || saysNothing(text)) return null
  const groups = text.split(/[\s\p{Cf}]+/u)
  if (groups.length === 1) return text
  const isGrouped = groups.every((group) => /^[A-Z0-9-]+$/.test(group) && (/\d/.test(group) || group.length <= 2))
  const code = groups.join('')
  return isGrouped && code.length >= 8 ? code : null
}
