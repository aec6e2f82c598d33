import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { generatedFiles } from '../generated-files.ts'

const contentSchema = z.object({
  'application/json': z.object({ schema: z.object({ $ref: z.string() }), example: z.looseObject({}) }),
})
const operationSchema = z.object({
  parameters: z.array(z.looseObject({ name: z.string(), content: contentSchema.optional() })),
  requestBody: z.object({ content: contentSchema }).optional(),
})
const documentSchema = z.object({
  security: z.unknown().optional(),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})), securitySchemes: z.unknown().optional() }),
})

function read(name: 'rest' | 'trpc') {
  return documentSchema.parse(JSON.parse(generatedFiles()[`packages/sdk/openapi/${name}.json`] ?? ''))
}

/** The JSON inputs of all operations, in the body or in the query. */
function inputsOf(name: 'rest' | 'trpc') {
  const { paths } = read(name)
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).flatMap(({ parameters, requestBody }) =>
      [...parameters, requestBody].flatMap((holder) => (holder?.content ? [{ name, path, ...holder.content }] : [])),
    ),
  )
}

/** The schema of an input with everything that it refers to, as closed objects. */
function validator(name: 'rest' | 'trpc', $ref: string) {
  const { schemas } = read(name).components
  const closed = Object.entries(schemas).map(([type, schema]) => {
    return [type, schema['type'] === 'object' ? { ...schema, additionalProperties: false } : schema] as const
  })
  const text = JSON.stringify({ $ref, $defs: Object.fromEntries(closed) })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

describe('the example of an input', () => {
  const inputs = [...inputsOf('rest'), ...inputsOf('trpc')]

  it('exists for every JSON input', () => {
    expect(inputs.map(({ path }) => path).toSorted()).toEqual([
      '/api/v1/orders/import-many',
      '/api/v1/orders/import-one',
      '/trpc/imports.cancel',
      '/trpc/imports.get',
      '/trpc/imports.list',
      '/trpc/imports.preview',
      '/trpc/imports.retryFailed',
      '/trpc/imports.start',
      '/trpc/imports.watch',
      '/trpc/orders.get',
      '/trpc/orders.import',
      '/trpc/orders.late',
      '/trpc/orders.list',
    ])
  })

  it.each(inputs)('of $path is valid', ({ name, 'application/json': { schema, example } }) => {
    const inputSchema = validator(name, schema.$ref)
    expect(inputSchema.safeParse(example).error).toBeUndefined()
    expect(inputSchema.safeParse({ ...example, surprise: 1 }).success).toBe(false)
  })
})

describe('authentication', () => {
  it('of the procedures is a bearer token, an API key, or a trusted network', () => {
    const { security, components } = read('trpc')
    expect(security).toEqual([{ bearer: [] }, { apiKey: [] }, {}])
    expect(components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    })
  })
})
