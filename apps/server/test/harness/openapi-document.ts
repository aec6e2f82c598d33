import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const mediaTypeSchema = z.object({
  schema: z.looseObject({}),
  examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
})
const contentSchema = z.partialRecord(z.enum(['application/json', 'text/event-stream']), mediaTypeSchema)
const operationSchema = z.object({ responses: z.record(z.string(), z.object({ content: contentSchema })) })
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })

/** Identifies an answer, such as `['post', '/api/v1/orders/import-one', 404]`. */
type AnswerPlace = readonly [method: string, path: string, status: number]

/** A published OpenAPI document, to compare answers with. */
export interface OpenApiDocument {
  /**
   * Returns a line for each way in which the body, or a stream's event, differs from the document. Throws for an
   * unknown answer.
   */
  faultsOf(place: AnswerPlace, body: unknown): string[]
  /** Every answer that the document describes, with its examples. */
  answers(): { place: AnswerPlace; examples: unknown[] }[]
}

/**
 * Reads a document of the SDK package. A field that it doesn't mention is a fault here, although callers must ignore
 * it.
 */
export function openApiDocument(name: 'rest' | 'trpc'): OpenApiDocument {
  const file = fileURLToPath(import.meta.resolve(`@orderport/sdk/openapi/${name}.json`))
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8'), forbidFurtherFields))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, name)
  return {
    faultsOf([method, path, status], body) {
      const answer = document.paths[path]?.[method]?.responses[String(status)]
      if (answer === undefined) throw new Error(`${name}.json knows no answer ${status} of ${method} ${path}`)
      const [mediaType = ''] = Object.keys(answer.content)
      const steps = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema']
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
            examples: Object.values(content['application/json']?.examples ?? {}).map(({ value }) => value),
          })),
        ),
      )
    },
  }
}

/** Forbids further fields in every object schema. */
function forbidFurtherFields(_key: string, value: unknown): unknown {
  const lists = typeof value === 'object' && value !== null && 'type' in value && value.type === 'object'
  return lists ? { ...value, additionalProperties: false } : value
}
