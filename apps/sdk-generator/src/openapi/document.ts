import type { Contract, Schema } from '../contract.ts'
import { generatedBy } from '../generated-by.ts'

export type Json = Readonly<Record<string, unknown>>

const local = '#/$defs/'
const component = '#/components/schemas/'

/** What an OpenAPI document is made of, apart from its schemas. */
export interface DocumentParts {
  readonly title: string
  readonly description: string
  readonly paths: Json
  /** Schemas that this document has besides the contract's. */
  readonly schemas: Readonly<Record<string, Json>>
  /** How callers prove who they are, by name; any one of them is enough, as is none where `anonymous`. */
  readonly security?: { readonly schemes: Json; readonly anonymous: boolean }
}

/** An OpenAPI 3.1 document, as text, with those named schemas that it refers to, however deep. */
export function openApiDocument(parts: DocumentParts, { types }: Contract): string {
  const { title, description, paths, schemas, security } = parts
  const available: Readonly<Record<string, Json>> = { ...Object.fromEntries(types), ...schemas }
  const wanted = [...namesIn(paths)]
  const found = new Map<string, Json>()
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue
    const schema = available[name]
    if (schema === undefined) throw new Error(`${title} refers to ${name}, which there isn’t.`)
    found.set(name, schema)
    wanted.push(...namesIn(schema))
  }
  const sorted = Object.fromEntries(
    [...found.keys()].toSorted().map((name) => [name, published(found.get(name) ?? {})]),
  )
  const info = {
    title,
    version: '1',
    description,
    license: { name: 'MIT', identifier: 'MIT' },
    'x-generated': generatedBy,
  }
  const tags = [{ name: 'orders', description: 'Orders of one tenant' }]
  const servers = [{ url: '/', description: 'The service that serves this document' }]
  const document = {
    openapi: '3.1.1',
    info,
    servers,
    ...(security === undefined ? {} : { security: alternatives(security) }),
    tags,
    paths,
    components: { schemas: sorted, ...(security === undefined ? {} : { securitySchemes: security.schemes }) },
  }
  return `${JSON.stringify(document, null, 2).replaceAll(local, component)}\n`
}

function alternatives({ schemes, anonymous }: NonNullable<DocumentParts['security']>): Json[] {
  return [...Object.keys(schemes).map((name) => ({ [name]: [] })), ...(anonymous ? [{}] : [])]
}

/** A reference to a named schema. */
export function ref(name: string): Json {
  return { $ref: local + name }
}

/** A schema of an object all of whose fields are there. */
export function objectOf(properties: Json, description?: string): Json {
  const described = description === undefined ? {} : { description }
  return { type: 'object', ...described, properties, required: Object.keys(properties) }
}

/** Those fields of a named type, as they are there. Throws for one that the type hasn't. */
export function fieldsOf({ types }: Contract, name: string, fields: readonly string[]): Record<string, Schema> {
  const properties = types.get(name)?.properties ?? {}
  return Object.fromEntries(
    fields.map((field) => {
      const schema = properties[field]
      if (typeof schema !== 'object') throw new Error(`${name} has no field ${field}.`)
      return [field, schema]
    }),
  )
}

function* namesIn(value: unknown): Generator<string> {
  for (const [, name = ''] of JSON.stringify(value).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) yield name
}

/** Without what only the generator reads. */
function published(schema: Json): Json {
  const { extends: _base, ...rest } = schema
  return rest
}
