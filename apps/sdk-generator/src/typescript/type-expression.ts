import type { Schema } from '../contract.ts'
import { referredName } from '../read-contract.ts'

/**
 * Returns the TypeScript type of a schema on one line. Throws for a schema that it does not support, rather than
 * returning `any` or `unknown`.
 */
export function typeExpression(schema: Schema | boolean): string {
  if (typeof schema === 'boolean') throw new Error('A schema that allows anything has no type.')
  const name = referredName(schema)
  if (name !== null) return name
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum !== undefined) return union(schema.enum.map(literal))
  if (schema.anyOf !== undefined) return union(schema.anyOf.map(typeExpression))
  const types = [schema.type ?? []].flat()
  if (types.length === 0) throw new Error(`No type for ${JSON.stringify(schema)}.`)
  return union(types.map((type) => primitiveOrArray(type, schema)))
}

function primitiveOrArray(type: string, schema: Schema): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return `${parenthesised(itemsOf(schema))}[]`
    default:
      throw new Error(`No type for ${JSON.stringify(schema)}; give an object a name: \`.meta({ id: 'Name' })\`.`)
  }
}

function itemsOf({ items }: Schema): string {
  if (items === undefined || Array.isArray(items)) throw new Error('Only arrays of one kind of item have a type.')
  return typeExpression(items)
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'` : JSON.stringify(value)
}

function union(members: readonly string[]): string {
  if (members.length === 0) throw new Error('A union of nothing has no type.')
  return [...new Set(members)].join(' | ')
}

function parenthesised(type: string): string {
  return type.includes(' | ') ? `(${type})` : type
}
