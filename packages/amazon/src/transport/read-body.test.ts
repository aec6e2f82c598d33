import { describe, expect, it } from 'vitest'
import { readBody } from './read-body.ts'

const utf8 = [...new TextEncoder().encode('"Zoé"')]
const bom = [0xef, 0xbb, 0xbf]
/** `"Zoé"` in ISO 8859-1 and in Windows-1252; not UTF-8. */
const latin1 = [0x22, 0x5a, 0x6f, 0xe9, 0x22]
const utf16 = [0x22, 0, 0x5a, 0, 0x6f, 0, 0xe9, 0, 0x22, 0]

function read(bytes: readonly number[], contentType?: string) {
  return readBody(
    new Response(Uint8Array.from(bytes), contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
  )
}

describe('a body is decoded by the charset that it declares', () => {
  it.each([
    ['UTF-8 that is declared', utf8, 'application/json; charset=utf-8'],
    ['UTF-8 that is declared in quotes and capitals', utf8, 'application/json; Charset="UTF-8"; q=1'],
    ['UTF-8 that is not declared', utf8, 'application/json'],
    ['UTF-8 without a content type', utf8, undefined],
    ['UTF-8 with a byte order mark', [...bom, ...utf8], 'application/json'],
    ['UTF-8 called ASCII', utf8, 'application/json; charset=us-ascii'],
    ['ISO 8859-1', latin1, 'application/json;charset=ISO-8859-1'],
    ['Windows-1252', latin1, 'application/json; charset=windows-1252'],
    ['UTF-16', utf16, 'application/json; charset=utf-16le'],
  ])('%s is text', async (_name, bytes, contentType) => {
    expect(await read(bytes, contentType)).toEqual({ kind: 'json', value: 'Zoé' })
  })

  it.each([
    ['ISO 8859-1 called UTF-8', latin1, 'application/json; charset=utf-8'],
    ['ISO 8859-1 called nothing', latin1, 'application/json'],
    ['ISO 8859-1 called ASCII', latin1, 'application/json; charset=us-ascii'],
    ['UTF-8 that is cut within a letter', utf8.slice(0, 5), 'application/json'],
    ['a charset that nobody knows', utf8, 'application/json; charset=klingon-1'],
    ['a charset that is refused', utf8, 'application/json; charset=utf-7'],
  ])('%s is unreadable, and no letter becomes a question mark', async (_name, bytes, contentType) => {
    expect(await read(bytes, contentType)).toEqual({ kind: 'unreadable' })
  })
})

it.each([
  ['no bytes', []],
  ['blanks', [0x20, 0x0d, 0x0a, 0x09]],
  ['a byte order mark alone', bom],
])('%s are an empty body', async (_name, bytes) => {
  expect(await read(bytes, 'application/json')).toEqual({ kind: 'empty' })
})

it('a web page is unreadable, whatever its content type says', async () => {
  expect(await read([...new TextEncoder().encode('<html>')], 'application/json')).toEqual({ kind: 'unreadable' })
})
