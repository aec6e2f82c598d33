import { expect, it } from 'vitest'
import { decodeText } from './decode-text.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const utf16 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf16le'))

it.each([
  ['no content type', null, utf8('Éloïse')],
  ['no charset', 'application/json', utf8('Éloïse')],
  ['an empty charset', 'application/json; charset=', utf8('Éloïse')],
  ['UTF-8', 'application/json; charset=utf-8', utf8('Éloïse')],
  ['UTF-8 in quotes and capitals', 'application/json;CHARSET="UTF-8"', utf8('Éloïse')],
  ['UTF-8 with a byte order mark', 'application/json', utf8('\uFEFFÉloïse')],
  ['Latin-1', 'application/json; charset=ISO-8859-1', latin1('Éloïse')],
  ['Windows-1252 behind another parameter', 'text/html; version=1; charset=windows-1252', latin1('Éloïse')],
  ['UTF-16', 'application/json; charset=utf-16le', utf16('Éloïse')],
])('text is read by its charset: %s', (_what, contentType, bytes) => {
  expect(decodeText(bytes, contentType)).toBe('Éloïse')
})

it.each([
  ['Latin-1 that declares nothing', null, latin1('Éloïse')],
  ['Latin-1 that declares UTF-8', 'application/json; charset=utf-8', latin1('Éloïse')],
  ['UTF-8 that is cut in a letter', 'application/json', utf8('é').subarray(0, 1)],
  ['half a surrogate pair in UTF-8', 'application/json', Uint8Array.of(0xed, 0xa0, 0x80)],
  ['an odd number of bytes in UTF-16', 'application/json; charset=utf-16le', Uint8Array.of(0x41, 0, 0x42)],
  ['gzip that nobody asked for', 'application/json', Uint8Array.of(0x1f, 0x8b, 0x08, 0x00)],
  ['a charset that is unknown', 'application/json; charset=klingon', utf8('Eloise')],
])('bytes that are not text of their charset are null: %s', (_what, contentType, bytes) => {
  expect(decodeText(bytes, contentType)).toBeNull()
})

it('no bytes are an empty text', () => {
  expect(decodeText(new Uint8Array(), 'application/json')).toBe('')
})
