import fc from 'fast-check'
import { z } from 'zod'
import { wildText, wildValue } from './wild-values.ts'

/** The keywords of JSON Schema that we read; any other keyword only makes values valid less often. */
interface Shape {
  readonly $ref?: string | undefined
  readonly type?: string | readonly string[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly anyOf?: readonly Shape[] | undefined
  readonly properties?: Readonly<Record<string, Shape>> | undefined
  readonly required?: readonly string[] | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
  readonly maxLength?: number | undefined
}

const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(shapeSchema).optional(),
    properties: z.record(z.string(), shapeSchema).optional(),
    required: z.array(z.string()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
  }),
)

const documentSchema = z.intersection(shapeSchema, z.object({ $defs: z.record(z.string(), shapeSchema).default({}) }))

/** What stays the same all the way down a schema. */
interface SchemaContext {
  readonly definitions: Readonly<Record<string, Shape>>
  readonly examples: Examples
}

/** For a field's name, values that have a meaning there: an existing order, a date, a cursor. */
export type Examples = Readonly<Record<string, readonly unknown[]>>

/**
 * Returns input for a schema: valid as far as its JSON Schema says, valid but for one field, or anything at all. A
 * field that has examples often takes one. Throws for a schema without fields.
 */
export function inputsFor(schema: z.ZodType, examples: Examples): fc.Arbitrary<unknown> {
  const document = documentSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const context = { definitions: document.$defs, examples }
  const { properties = {} } = resolved(document, context)
  if (Object.keys(properties).length === 0) throw new Error('the schema has no fields to make input from')
  const valid = valueOf(document, context)
  return fc.oneof(
    { weight: 5, arbitrary: valid },
    {
      weight: 5,
      arbitrary: fc.tuple(valid, fc.nat(20), wildValue).map(([value, which, wild]) => spoil(value, which, wild)),
    },
    { weight: 1, arbitrary: wildValue },
  )
}

/** Follows a reference to the shape that it names. */
function resolved(shape: Shape, { definitions }: SchemaContext): Shape {
  if (shape.$ref === undefined) return shape
  const named = definitions[shape.$ref.replace('#/$defs/', '')]
  if (named === undefined) throw new Error(`the schema has no ${shape.$ref}`)
  return named
}

function valueOf(named: Shape, context: SchemaContext): fc.Arbitrary<unknown> {
  const shape = resolved(named, context)
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum)
  if (shape.anyOf !== undefined) return fc.oneof(...shape.anyOf.map((each) => valueOf(each, context)))
  const { type } = shape
  if (typeof type === 'object') return fc.oneof(...type.map((each) => valueOf({ ...shape, type: each }, context)))
  switch (type) {
    case 'object':
      return objectOf(shape, context)
    case 'string':
      return fc.oneof(fc.string({ maxLength: Math.min(shape.maxLength ?? 80, 600) }), wildText)
    case 'integer':
      return fc.integer({ min: Math.max(shape.minimum ?? -1000, -1e9), max: Math.min(shape.maximum ?? 1000, 1e9) })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return wildValue
  }
}

function objectOf({ properties = {}, required = [] }: Shape, context: SchemaContext): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, shape]) => {
    const known = context.examples[name]
    const value = valueOf(shape, context)
    const either = known === undefined ? value : fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...known) }, value)
    return [name, required.includes(name) ? either : fc.option(either, { nil: undefined })] as const
  })
  return fc.record(Object.fromEntries(fields))
}

/** Replaces one field of the value, or adds one. */
function spoil(value: unknown, which: number, wild: unknown): unknown {
  if (typeof value !== 'object' || value === null) return wild
  const names = [...Object.keys(value), 'tenantId', '__proto__', 'extra']
  const name = names[which % names.length] ?? 'extra'
  return Object.fromEntries([...Object.entries(value), [name, wild]])
}
