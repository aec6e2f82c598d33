/** Every dash that keyboards, mail programs and word processors write, and the minus sign. */
const dashes = /[\p{Pd}\u2212\u2043]/gu
/** What takes no room on the screen: zero-width spaces, joiners, direction marks, soft hyphens, the byte order mark. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** What people write before a number: `#`, `n°`, `Nº`, `No.`, `№`. NFKC turns `№` into `No` and `º` into `o`. */
const numberSign = /^(?:#|n[°o]\s*[.:]?(?=[\s\d#]))\s*/iu

/**
 * Text that somebody typed or pasted, in one form: NFKC, each dash a `-`, each run of blanks one space, nothing
 * invisible. The one cleaning that import, search and detail share; what it changes can't tell two references apart.
 */
export function normaliseTypedText(text: string): string {
  return text.normalize('NFKC').replaceAll(invisible, '').replaceAll(dashes, '-').replaceAll(/\s+/gu, ' ').trim()
}

/** The same without what surrounds a number on paper: a number sign before it, a full stop or comma after it. */
export function stripReferenceMarks(text: string): string {
  return normaliseTypedText(text)
    .replace(numberSign, '')
    .replace(/[\s.,;:!?]+$/u, '')
}
