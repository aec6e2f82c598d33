import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../test/harness/openapi-document.ts'

const folder = join(import.meta.dirname, 'golden')
const golden = readdirSync(folder).filter((name) => name.endsWith('.golden'))
const rest = openApiDocument('rest')

/** Which call a golden file answers, by the file's name. */
const calls: readonly (readonly [prefix: RegExp, method: string, path: string])[] = [
  [/^(import|tenant)-/, 'post', '/api/v1/orders/import-one'],
  [/^many-/, 'post', '/api/v1/orders/import-many'],
  [/^progress-/, 'get', '/api/v1/imports/{id}'],
  [/^list\b/, 'get', '/api/v1/orders'],
  [/^detail\b/, 'get', '/api/v1/orders/{orderId}'],
]

function read(name: string) {
  const call = calls.find(([prefix]) => prefix.test(name))
  if (call === undefined) throw new Error(`${name}: which call does it answer? Add it to \`calls\`.`)
  const [status = '', ...lines] = readFileSync(join(folder, name), 'utf8').split('\n')
  const body: object = JSON.parse(lines.join('\n'))
  return { place: [call[1], call[2], Number(status)] as const, body }
}

describe('the golden answers and REST’s OpenAPI document', () => {
  it('exist for every call and for failures', () => {
    const places = golden.map((name) => read(name).place)
    expect(new Set(places.map(([, path]) => path)).size).toBe(calls.length)
    expect(new Set(places.map(([, , status]) => status))).toEqual(new Set([200, 400, 403, 404]))
  })

  it.each(golden)('%s matches the document', (name) => {
    const { place, body } = read(name)
    expect(rest.faultsOf(place, body)).toEqual([])
  })

  it('no longer match with a missing field, one too many, a wrong type, or an unknown status', () => {
    const { place, body } = read('detail.golden')
    expect(rest.faultsOf(place, { ...body, totalAmount: undefined })).toHaveLength(1)
    expect(rest.faultsOf(place, { ...body, secret: 1 })).toHaveLength(1)
    expect(rest.faultsOf(place, { ...body, totalAmount: '29.99' })).toHaveLength(1)
    expect(rest.faultsOf(place, { ...body, status: 'Lost' })).toHaveLength(1)
    expect(rest.faultsOf(place, { ...body, products: [{}] })).not.toEqual([])
    expect(() => rest.faultsOf(['get', '/api/v1/orders', 418], body)).toThrow('knows no answer')
  })
})

describe.each(['rest', 'trpc'] as const)('every example of %s.json', (name) => {
  const document = openApiDocument(name)
  const failures = document.answers().filter(({ place }) => place[2] >= 400)

  it.each(failures)('$place matches its own schema', ({ place, examples }) => {
    expect(examples).not.toEqual([])
    for (const example of examples) expect(document.faultsOf(place, example)).toEqual([])
  })
})
