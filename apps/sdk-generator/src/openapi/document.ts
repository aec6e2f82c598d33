import { generatedBy, type Contract, type Schema } from '../contract.ts'

export type Json = Readonly<Record<string, unknown>>

const local = '#/$defs/'
const component = '#/components/schemas/'

export interface DocumentOptions {
  readonly title: string
  readonly description: string
  readonly paths: Json
  /** Schemas besides those of the contract. */
  readonly schemas: Readonly<Record<string, Json>>
  /** The authentication schemes by name. One of them is enough; none is needed if `anonymous`. */
  readonly security?: { readonly schemes: Json; readonly anonymous: boolean }
}

/** Returns an OpenAPI 3.1 document as text, with every named schema that it refers to, directly or indirectly. */
export function openApiDocument(options: DocumentOptions, { types }: Contract): string {
  const { title, description, paths, schemas, security } = options
  const available: Readonly<Record<string, Json>> = { ...Object.fromEntries(types), ...schemas }
  const pending = [...referencedNames(paths)]
  const found = new Map<string, Json>()
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue
    const schema = available[name]
    if (schema === undefined) throw new Error(`${title} refers to ${name}, which does not exist.`)
    found.set(name, schema)
    pending.push(...referencedNames(schema))
  }
  const sorted = Object.fromEntries(
    [...found.keys()].toSorted().map((name) => [name, withoutExtends(found.get(name) ?? {})]),
  )
  const info = {
    title,
    version: '1',
    description,
    license: { name: 'MIT', identifier: 'MIT' },
    'x-generated': generatedBy,
  }
  const tags = [
    { name: 'orders', description: 'Orders of one tenant' },
    { name: 'imports', description: 'Imports of many orders, in the background' },
  ]
  const servers = [{ url: '/', description: 'The service that serves this document' }]
  const document = {
    openapi: '3.1.1',
    info,
    servers,
    ...(security === undefined ? {} : { security: securityRequirements(security) }),
    tags,
    paths,
    components: { schemas: sorted, ...(security === undefined ? {} : { securitySchemes: security.schemes }) },
  }
  return `${JSON.stringify(document, null, 2).replaceAll(local, component)}\n`
}

function securityRequirements({ schemes, anonymous }: NonNullable<DocumentOptions['security']>): Json[] {
  return [...Object.keys(schemes).map((name) => ({ [name]: [] })), ...(anonymous ? [{}] : [])]
}

/** Returns a reference to a named schema. */
export function ref(name: string): Json {
  return { $ref: local + name }
}

/** Returns the schema of an object whose fields are all required. */
export function objectSchema(properties: Json, description?: string): Json {
  const described = description === undefined ? {} : { description }
  return { type: 'object', ...described, properties, required: Object.keys(properties) }
}

/** Returns these fields of a named type. Throws for a field that the type does not have. */
export function pickFields({ types }: Contract, name: string, fields: readonly string[]): Record<string, Schema> {
  const properties = types.get(name)?.properties ?? {}
  return Object.fromEntries(
    fields.map((field) => {
      const schema = properties[field]
      if (typeof schema !== 'object') throw new Error(`${name} has no field ${field}.`)
      return [field, schema]
    }),
  )
}

function* referencedNames(value: unknown): Generator<string> {
  for (const [, name = ''] of JSON.stringify(value).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) yield name
}

/** Removes `extends`, which only the generator reads. */
function withoutExtends(schema: Json): Json {
  const { extends: _base, ...rest } = schema
  return rest
}
