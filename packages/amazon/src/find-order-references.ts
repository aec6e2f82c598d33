import { normaliseTypedText } from '@orderport/domain'

/** What people put, or lose, between the groups of a reference. */
const gap = '[ -]{0,3}'
/**
 * A reference that is a word of its own: no letter or digit touches it, and it is no part of a longer chain of numbers.
 */
const reference = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<!\d-)(\d{3}|S0[12]|D01)${gap}(\d{7})${gap}(\d{7})(?![\p{L}\p{N}])(?!-\d)`,
  'giu',
)
/** The same where nothing else was typed: blanks may then stand between any two of its characters. */
const loneReference = /^(\d{3}|S0[12]|D01)-*(\d{7})-*(\d{7})$/i
/** What programs send: one reference in its one spelling, and nothing else. */
const isSpelledOut = /^(?:\d{3}|S0[12]|D01)-\d{7}-\d{7}$/
const surroundings = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu
/** `n°` and what NFKC makes of `nº` and `№`. */
const numberSign = /(?<![\p{L}\p{N}])n[o°][.:]?(?=\d)/giu

/**
 * Returns Amazon's order references in a text that somebody typed or pasted: each once, in its one spelling
 * (`171-4093870-1757126`), in the order of the text. Their dashes may be any dash, blanks, or lost; they may stand in a
 * sentence or in the address of a page, percent-encoded or not.
 */
export function findOrderReferences(text: string): readonly string[] {
  if (isSpelledOut.test(text)) return [text]
  const typed = normaliseTypedText(text)
  const found = [...referencesIn(percentDecoded(typed)), ...referencesIn(typed)]
  const lone =
    found.length > 0
      ? null
      : loneReference.exec(typed.replaceAll(numberSign, '').replaceAll(surroundings, '').replaceAll(' ', ''))
  return [...new Set(lone === null ? found : [spelled(lone)])]
}

function referencesIn(text: string): readonly string[] {
  return [...text.replaceAll(numberSign, '').matchAll(reference)].map(spelled)
}

function spelled([, first = '', second = '', third = '']: RegExpExecArray): string {
  return `${first}-${second}-${third}`.toUpperCase()
}

/** Addresses within addresses are encoded twice. What doesn't decode stays as it is. */
function percentDecoded(text: string, rounds = 3): string {
  const decoded = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
  const typed = normaliseTypedText(decoded)
  return typed === text || rounds <= 1 ? typed : percentDecoded(typed, rounds - 1)
}
