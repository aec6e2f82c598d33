import { errorCatalogue, errorCodes } from '@orderport/domain'
import { Validator } from '@seriousme/openapi-schema-validator'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { generatedFiles } from './generated-files.ts'

const root = join(import.meta.dirname, '../../..')
const files = generatedFiles()
const documents = Object.keys(files).filter((path) => path.endsWith('.json'))

const operationSchema = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.looseObject({}).optional() })),
  responses: z.record(z.string(), z.object({ content: z.unknown(), headers: z.record(z.string(), z.unknown()) })),
})
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })

/** Returns an operation of a document by its method and path. */
function operation(file: string, [method, path]: readonly [method: string, path: string]) {
  const found = documentSchema.parse(JSON.parse(files[file] ?? '')).paths[path]?.[method]
  if (found === undefined) throw new Error(`${file} has no ${method} ${path}`)
  return found
}

describe('the generated files', () => {
  it.each(Object.entries(files))('%s is committed as it is generated', (path, content) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(content)
  })

  it('are the same in every run', () => {
    expect(generatedFiles()).toEqual(files)
  })

  it('list every code of the catalogue in the error reference, with both sentences', () => {
    for (const code of errorCodes) {
      expect(files['docs/errors.md']).toContain(`\n## ${code}\n\n> ${errorCatalogue[code].sentence}\n`)
      expect(files['docs/errors.md']).toContain(`\n${errorCatalogue[code].message} From `)
    }
  })
})

describe('the OpenAPI documents', () => {
  it('are two', () => {
    expect(documents).toEqual(['packages/sdk/openapi/rest.json', 'packages/sdk/openapi/trpc.json'])
  })

  it.each(documents)('%s is valid OpenAPI 3.1 without broken references', async (path) => {
    const validator = new Validator()
    const document: object = JSON.parse(files[path] ?? '')
    expect(await validator.validate({ ...document })).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    expect(() => validator.resolveRefs()).not.toThrow()
  })

  it('are checked: an invalid document fails', async () => {
    const document: object = JSON.parse(files['packages/sdk/openapi/rest.json'] ?? '')
    expect(await new Validator().validate({ ...document, paths: { '/x': { get: { responses: [] } } } })).toMatchObject({
      valid: false,
    })
  })

  it.each([
    ['packages/sdk/openapi/rest.json', ['post', '/api/v1/orders/import-one']],
    ['packages/sdk/openapi/trpc.json', ['post', '/trpc/orders.import']],
  ] as const)('%s: an import may fail with every code but those of other routes', (file, place) => {
    const { responses } = operation(file, place)
    const text = JSON.stringify(responses)
    const elsewhere = ['ROUTE_NOT_FOUND', 'ORDER_NOT_FOUND', 'IMPORT_NOT_FOUND']
    expect(errorCodes.filter((code) => !text.includes(`"${code}"`))).toEqual(elsewhere)
    const statuses = errorCodes.map((code) => errorCatalogue[code].status)
    expect(Object.keys(responses).map(Number)).toEqual([200, ...new Set(statuses.toSorted((a, b) => a - b))])
    for (const status of ['429', '503']) expect(responses[status]?.headers).toHaveProperty('Retry-After.required', true)
    for (const { headers } of Object.values(responses)) expect(headers).toHaveProperty('x-request-id')
  })

  it('packages/sdk/openapi/rest.json: the parameters of a list have limits, and there is no cursor', () => {
    const { parameters } = operation('packages/sdk/openapi/rest.json', ['get', '/api/v1/orders'])
    const inQuery = parameters.filter((parameter) => parameter.in === 'query')
    expect(inQuery.map(({ name }) => name)).toEqual([
      'q',
      'status',
      'channel',
      'dateFrom',
      'dateTo',
      'limit',
      'offset',
      'tenantId',
    ])
    expect(inQuery.find(({ name }) => name === 'q')?.schema).toEqual({ type: 'string', maxLength: 128 })
    expect(inQuery.find(({ name }) => name === 'limit')?.schema).toEqual({ type: 'integer', minimum: 0, default: 50 })
  })

  it('packages/sdk/openapi/rest.json: reading and importing have different codes for not found', () => {
    const { responses } = operation('packages/sdk/openapi/rest.json', ['get', '/api/v1/orders/{orderId}'])
    expect(JSON.stringify(responses['404'])).toContain('"ORDER_NOT_FOUND"')
    expect(JSON.stringify(responses)).not.toContain('ORDER_NOT_FOUND_FOR_TENANT')
    expect(Object.keys(responses)).not.toContain('413')
  })
})
