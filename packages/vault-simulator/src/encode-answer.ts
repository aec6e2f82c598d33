import type { EncodedFault } from './faults.ts'

export interface EncodedBody {
  readonly contentType: string
  readonly bytes: Buffer
}

/** Neither first nor later in any character of UTF-8. */
const noByteOfUtf8 = 0xff

/** Returns JSON text in the charset of the fault, and the content type that declares it. */
export function encodeBody(json: string, fault: EncodedFault): EncodedBody {
  const { charset = 'utf-8', byteOrderMark = false, damaged = false } = fault
  const declared = fault.declared === undefined ? charset : fault.declared
  const text = (byteOrderMark ? '\uFEFF' : '') + json
  return {
    contentType: declared === null ? 'application/json' : `application/json; charset=${declared}`,
    bytes: damaged ? damage(text) : encode(text, charset),
  }
}

function encode(text: string, charset: NonNullable<EncodedFault['charset']>): Buffer {
  switch (charset) {
    case 'utf-8':
      return Buffer.from(text, 'utf8')
    case 'utf-16le':
      return Buffer.from(text, 'utf16le')
    case 'iso-8859-1':
      return Buffer.from(text.replaceAll(/[\u0100-\uFFFF]/g, escaped), 'latin1')
  }
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Breaks every character outside ASCII; where there is none, the last one in quotation marks. */
function damage(text: string): Buffer {
  const bytes = Buffer.from(
    Array.from(text, (character) => (character > '\u007F' ? noByteOfUtf8 : character.charCodeAt(0))),
  )
  if (!bytes.includes(noByteOfUtf8) && bytes.length > 0) bytes[Math.max(0, bytes.lastIndexOf('"') - 1)] = noByteOfUtf8
  return bytes
}
