import { withHeaders, type Answer } from '../answer.ts'
import type { EncodedFault } from './fault.ts'

/** An answer whose body is in bytes. */
export interface EncodedAnswer {
  readonly answer: Answer
  readonly body: Buffer
}

const byteOrderMark = '\uFEFF'
/** Neither first nor later in any character of UTF-8. */
const noByteOfUtf8 = 0xff

/** Returns the answer in the charset of the fault, which its content type declares. Throws for an unknown charset. */
export function encodeAnswer(answer: Answer, fault: EncodedFault): EncodedAnswer {
  const { charset = 'utf-8', byteOrderMark: isMarked = false, damaged = false } = fault
  const declared = fault.declared === undefined ? charset : fault.declared
  const [type] = (answer.headers['content-type'] ?? 'application/json').split(';')
  const text = (isMarked ? byteOrderMark : '') + answer.text
  return {
    answer: withHeaders(answer, { 'content-type': declared === null ? `${type}` : `${type}; charset=${declared}` }),
    body: damaged ? damage(text) : encodeJson(text, charset),
  }
}

/** Returns JSON text in a charset; characters that the charset lacks are escaped. */
function encodeJson(text: string, charset: string): Buffer {
  const { encoding } = new TextDecoder(charset)
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = byteTableOf(encoding)
  // The Encoding Standard reads ISO-8859-1 as Windows-1252, which has more characters.
  const isLatin1 = /^(?:iso-8859-1|latin1)$/iu.test(charset)
  const bytesOf = (character: string) => (isLatin1 && character > '\u00FF' ? undefined : table.get(character))
  return Buffer.concat(Array.from(text, (character) => bytesOf(character) ?? Buffer.from(escaped(character))))
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0')
    return `\\u${unit}`
  }).join('')
}

const byteTables = new Map<string, ReadonlyMap<string, Buffer>>()

/** Returns the one or two bytes of each character: Node.js decodes these charsets, but doesn't encode them. */
function byteTableOf(encoding: string): ReadonlyMap<string, Buffer> {
  const known = byteTables.get(encoding)
  if (known !== undefined) return known
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, Buffer>()
  const add = (...bytes: readonly number[]): void => {
    const sequence = Buffer.from(bytes)
    const character = decoder.decode(sequence)
    const isOne = Array.from(character).length === 1 && character !== '\uFFFD'
    if (isOne && !isControl(character) && !table.has(character)) table.set(character, sequence)
  }
  for (let byte = 0; byte <= 0xff; byte += 1) add(byte)
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) add(lead, trail)
  }
  byteTables.set(encoding, table)
  return table
}

/** True for the control characters above ASCII, whose bytes the variants of a charset read differently. */
function isControl(character: string): boolean {
  return /^[\u0080-\u009F]$/u.test(character)
}

/** Breaks every character outside ASCII; where there is none, the last one in quotation marks. */
function damage(text: string): Buffer {
  const bytes = Buffer.from(
    Array.from(text, (character) => (character > '\u007F' ? noByteOfUtf8 : character.charCodeAt(0))),
  )
  if (!bytes.includes(noByteOfUtf8) && bytes.length > 0) bytes[Math.max(0, bytes.lastIndexOf('"') - 1)] = noByteOfUtf8
  return bytes
}
