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

/** Whatever an operation takes as JSON, in its body or in its query. */
function inputsOf(name: 'rest' | 'trpc') {
  const { paths } = read(name)
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).flatMap(({ parameters, requestBody }) =>
      [...parameters, requestBody].flatMap((holder) => (holder?.content ? [{ name, path, ...holder.content }] : [])),
    ),
  )
}

/** The input's schema with everything that it refers to, and no field that it doesn't list. */
function validator(name: 'rest' | 'trpc', $ref: string) {
  const { schemas } = read(name).components
  const closed = Object.entries(schemas).map(([type, schema]) => {
    return [type, schema['type'] === 'object' ? { ...schema, additionalProperties: false } : schema] as const
  })
  const text = JSON.stringify({ $ref, $defs: Object.fromEntries(closed) })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

describe('an input’s example', () => {
  const inputs = [...inputsOf('rest'), ...inputsOf('trpc')]

  it('is there for every input that is JSON', () => {
    expect(inputs.map(({ path }) => path).toSorted()).toEqual([
      '/api/v1/orders/import-one',
      '/trpc/orders.get',
      '/trpc/orders.import',
      '/trpc/orders.list',
    ])
  })

  it.each(inputs)('of $path is as its schema says', ({ name, 'application/json': { schema, example } }) => {
    const inputSchema = validator(name, schema.$ref)
    expect(inputSchema.safeParse(example).error).toBeUndefined()
    expect(inputSchema.safeParse({ ...example, surprise: 1 }).success).toBe(false)
  })
})

describe('who may call', () => {
  it('is said of the procedures: a bearer, a key, or a trusted network', () => {
    const { security, components } = read('trpc')
    expect(security).toEqual([{ bearer: [] }, { apiKey: [] }, {}])
    expect(components.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    })
  })
})
