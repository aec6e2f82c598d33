import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const contentSchema = z.object({
  'application/json': z.object({
    schema: z.looseObject({}),
    examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
  }),
})
const operationSchema = z.object({ responses: z.record(z.string(), z.object({ content: contentSchema })) })
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })

/** Where an answer comes from, such as `['post', '/api/v1/orders/import-one', 404]`. */
type AnswerPlace = readonly [method: string, path: string, status: number]

/** A published OpenAPI document, to hold answers against. */
export interface OpenApiDocument {
  /** What the document says against a body: nothing, or a line for each fault. Throws where it knows no such answer. */
  faultsOf(place: AnswerPlace, body: unknown): string[]
  /** Every answer that the document describes, with its examples. */
  answers(): { place: AnswerPlace; examples: unknown[] }[]
}

/** Reads a document that the SDK carries. A field that it doesn't mention counts as a fault, though callers must bear it. */
export function openApiDocument(name: 'rest' | 'trpc'): OpenApiDocument {
  const file = fileURLToPath(import.meta.resolve(`@orderport/sdk/openapi/${name}.json`))
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8'), closed))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, name)
  return {
    faultsOf([method, path, status], body) {
      if (document.paths[path]?.[method]?.responses[String(status)] === undefined) {
        throw new Error(`${name}.json knows no answer ${status} of ${method} ${path}`)
      }
      const steps = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema']
      const pointer = steps
        .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/')
      const validate = ajv.compile({ $ref: `${name}#/${pointer}` })
      if (validate(body)) return []
      return (validate.errors ?? []).map(
        (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      )
    },
    answers() {
      return Object.entries(document.paths).flatMap(([path, operations]) =>
        Object.entries(operations).flatMap(([method, { responses }]) =>
          Object.entries(responses).map(([status, { content }]) => ({
            place: [method, path, Number(status)] as const,
            examples: Object.values(content['application/json'].examples ?? {}).map(({ value }) => value),
          })),
        ),
      )
    },
  }
}

/** Closes every object that lists its fields. */
function closed(_key: string, value: unknown): unknown {
  const lists = typeof value === 'object' && value !== null && 'type' in value && value.type === 'object'
  return lists ? { ...value, additionalProperties: false } : value
}
