import { expect, it } from 'vitest'
import { readCsv } from './read-csv.ts'

const columns = { known: ['tenant', 'name'], required: ['tenant'] }
const read = (text: string) => readCsv(new TextEncoder().encode(text), columns)
const lyon = { tenant: 'lyon', name: 'Boutique Lyon' }

it.each([
  ['commas and line feeds', 'tenant,name\nlyon,Boutique Lyon\n'],
  ['a byte order mark, semicolons and CRLF, as Excel writes', '\ufefftenant;name\r\nlyon;Boutique Lyon\r\n'],
  ['tabs', 'tenant\tname\nlyon\tBoutique Lyon'],
  ['quotes around everything', '"tenant","name"\n"lyon","Boutique Lyon"\n'],
  ['blanks around values, and another order and case of the columns', 'Name , TENANT\n Boutique Lyon , lyon \n'],
  ['a column that was left empty at the right', 'tenant,name\nlyon,Boutique Lyon,\n'],
])('reads a file with %s', (_, text) => {
  expect(read(text)).toEqual([{ line: 2, values: lyon }])
})

it('keeps separators, quotes and the other separator within quotes', () => {
  expect(read('tenant;name\nlyon;"Lyon; ""Boutique"", France"\n')[0]?.values['name']).toBe('Lyon; "Boutique", France')
})

it('leaves out blank lines and rows of separators alone, and counts them as lines', () => {
  expect(read('tenant,name\n\n,,\nlyon,Boutique Lyon\n')).toEqual([{ line: 4, values: lyon }])
})

it('gives a missing value as an empty one', () => {
  expect(read('tenant,name\nlyon\n')).toEqual([{ line: 2, values: { tenant: 'lyon', name: '' } }])
})

it.each([
  ['', 'the file is empty'],
  ['lyon,Boutique Lyon\n', 'line 1: must name the columns; tenant is missing'],
  ['tenant,naem\n', 'line 1: column 2 is none of tenant, name'],
  ['tenant,tenant\n', 'line 1: column 2 is there twice'],
  ['tenant,name\nlyon,secret,more\n', 'line 2: has more values than the first line has names'],
  ['tenant,name\nlyon,"secret\n', 'a quote is opened before or on this line, and never closed'],
  ['tenant,name\nlyon,sec"ret"\n', 'line 2: a quote stands in the middle of a value'],
  ['tenant,name\nlyon,"sec"ret\n', 'line 2: text follows a closing quote'],
])('refuses %j and does not repeat it', (text, message) => {
  expect(() => read(text)).toThrow(message)
  expect(() => read(text)).not.toThrow('secret')
})

it('refuses another encoding than UTF-8, and says how to save the file', () => {
  const latin1 = Buffer.from('tenant,name\nlyon,Épicerie\n', 'latin1')
  expect(() => readCsv(latin1, columns)).toThrow('in Excel, save it as “CSV UTF-8”')
  expect(() => readCsv(Buffer.from('\ufefftenant,name', 'utf16le'), columns)).toThrow('UTF-8')
})

it('refuses more than 10,000 rows', () => {
  expect(read(`tenant\n${'lyon\n'.repeat(10_000)}`)).toHaveLength(10_000)
  expect(() => read(`tenant\n${'lyon\n'.repeat(10_001)}`)).toThrow('more than 10000 rows')
})
