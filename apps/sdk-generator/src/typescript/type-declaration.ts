import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Contract, Schema } from '../contract.ts'
import { referredName } from '../read-contract.ts'
import { typeExpression } from './type-expression.ts'

/** `.meta({ extends })` says that a type has every field of another one. */
const extendsSchema = z.object({ extends: z.string() })

/** Returns the documented declaration of a named type: an interface for an object, else a type alias. */
export function typeDeclaration(name: string, schema: Schema, types: Contract['types']): string {
  const comment = docComment([required(schema.description, name)])
  if (schema.type !== 'object') return `${comment}export type ${name} =${wrapped(typeExpression(schema))}\n`
  const base = baseOf(name, schema, types)
  const fields = Object.entries(schema.properties ?? {}).filter(([field]) => base?.fields.has(field) !== true)
  const lines = fields.map(([field, value]) => {
    if (typeof value === 'boolean') throw new Error(`${name}.${field} allows anything.`)
    const optional = schema.required?.includes(field) !== true
    const type = typeExpression(value) + (optional ? ' | undefined' : '')
    return `${docComment(documentation(`${name}.${field}`, value, types), '  ')}  ${field}${optional ? '?' : ''}: ${type}\n`
  })
  const heritage = base === null ? '' : ` extends ${base.name}`
  return `${comment}export interface ${name}${heritage} {\n${lines.join('')}}\n`
}

function baseOf(name: string, schema: Schema, types: Contract['types']) {
  const declared = extendsSchema.safeParse(schema)
  if (!declared.success) return null
  const base = types.get(declared.data.extends)
  const fields = Object.entries(base?.properties ?? {})
  const same = fields.every(([field, value]) => isDeepStrictEqual(schema.properties?.[field], value))
  const bothRequire = fields.every(([field]) => base?.required?.includes(field) === schema.required?.includes(field))
  if (fields.length === 0 || !same || !bothRequire) throw new Error(`${name} doesn’t extend ${declared.data.extends}.`)
  return { name: declared.data.extends, fields: new Set(fields.map(([field]) => field)) }
}

/** Puts each member of a long union on its own line. */
function wrapped(type: string): string {
  return type.length < 80 ? ` ${type}` : ` | ${type}`.replaceAll(' | ', '\n  | ')
}

/** Returns the documentation of a field, which editors show. */
function documentation(place: string, schema: Schema, types: Contract['types']): string[] {
  const name = referredName(schema)
  const variants = [schema, ...(schema.anyOf ?? [])]
  const longest = variants.find(({ maxLength }) => maxLength !== undefined)?.maxLength
  return [
    required(schema.description ?? (name === null ? undefined : types.get(name)?.description), place),
    ...(variants.some(({ format }) => format === 'date-time') ? ['ISO 8601, UTC.'] : []),
    ...(longest === undefined ? [] : [`At most ${longest} characters.`]),
    ...(schema.examples === undefined ? [] : [`Such as ${schema.examples.map(String).join(', ')}.`]),
    ...(schema.default === undefined ? [] : [`@defaultValue ${JSON.stringify(schema.default)}`]),
  ]
}

function required(description: string | undefined, place: string): string {
  if (description === undefined) throw new Error(`${place} has no description; give its schema one by \`.describe()\`.`)
  return description
}

/** Returns a TSDoc comment with each sentence on its own line. Throws for text that would end the comment. */
export function docComment(sentences: readonly string[], indent = ''): string {
  if (sentences.some((text) => /\*\/|\n/.test(text))) throw new Error(`Not for a comment: ${sentences.join()}`)
  const lines = sentences.map((text) => (/^@|[.…!?)]$/.test(text) ? text : `${text}.`))
  if (lines.length === 1) return `${indent}/** ${lines.join()} */\n`
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`, ''].join('\n')
}
