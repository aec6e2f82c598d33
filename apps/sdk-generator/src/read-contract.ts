import { errorCodes } from '@orderport/domain'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Contract, ContractProcedure, Schema } from './contract.ts'

/** The part of tRPC's procedure definition that the contract needs. */
const procedureSchema = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  inputs: z.tuple([z.instanceof(z.ZodType)]),
  output: z.instanceof(z.ZodType).optional(),
  meta: z.object({
    summary: z.string().min(1),
    description: z.string().min(1),
    failures: z.array(z.enum(errorCodes)),
    events: z.instanceof(z.ZodType).optional(),
  }),
})

const refPrefix = '#/$defs/'

export interface ContractSource {
  readonly router: { readonly _def: { readonly procedures: object } }
  /** The schema of a failed call. */
  readonly failure: z.ZodType
}

/**
 * Reads the contract of a router. Throws for a router without procedures, for a procedure without a schema or a
 * description, and for a schema without a name, so that nothing unnamed or undocumented is published.
 */
export function readContract({ router: { _def: definition }, failure }: ContractSource): Contract {
  const found = Object.entries(definition.procedures)
    .map(([path, procedure]) => [path, procedureSchema.parse(definitionOf(procedure))] as const)
    .toSorted(byName)
  if (found.length === 0) throw new Error('The router has no procedures: there is nothing to generate.')
  const inputs = toJsonSchemas(
    found.map(([path, { inputs }]) => [path, inputs[0]]),
    'input',
  )
  const outputs = toJsonSchemas(
    [...found.map(([path, procedure]) => [path, outputOf(path, procedure)] as const), ['failure', failure] as const],
    'output',
  )
  const procedures = found.map(([path, { type, meta, inputs: given }]): ContractProcedure => {
    const inputOptional = given[0].safeParse(undefined).success
    return {
      path: path.split('.'),
      type,
      input: inputs.nameOf(path),
      inputOptional,
      output: outputs.nameOf(path),
      meta: { summary: meta.summary, description: meta.description, failures: meta.failures },
    }
  })
  const types = merged(inputs.types, outputs.types)
  const failureType = outputs.nameOf('failure')
  return { procedures, types, failure: failureType, failureData: failureDataName(failureType, types) }
}

/** Returns the schema of a procedure's output, or of a subscription's events. */
function outputOf(path: string, { type, output, meta }: z.output<typeof procedureSchema>): z.ZodType {
  const schema = type === 'subscription' ? meta.events : output
  if (schema === undefined) throw new Error(`${path} has no output schema.`)
  return schema
}

/** Returns the name of the type of a failure's `data`. */
function failureDataName(failure: string, types: Contract['types']): string {
  const data = types.get(failure)?.properties?.['data']
  const name = typeof data === 'object' ? referredName(data) : null
  if (name === null) throw new Error(`${failure}: its data has no name; give its schema \`.meta({ id: 'Name' })\`.`)
  return name
}

/** Returns the definition that tRPC attaches to a procedure, which is a function. */
function definitionOf(procedure: unknown): unknown {
  if (typeof procedure !== 'function' || !('_def' in procedure)) return procedure
  const { _def: definition } = procedure
  return definition
}

interface Schemas {
  readonly types: ReadonlyMap<string, Schema>
  /** Returns the name of the type of an input or output, by the path of its procedure. */
  readonly nameOf: (key: string) => string
}

/** Converts all schemas together, so that Zod writes each named schema once and refers to it elsewhere. */
function toJsonSchemas(schemas: readonly (readonly [string, z.ZodType])[], io: 'input' | 'output'): Schemas {
  const together = z.object(Object.fromEntries(schemas))
  const { properties = {}, $defs = {} } = z.toJSONSchema(together, { io, override: withoutNoise })
  return {
    types: new Map(Object.entries($defs)),
    nameOf(key) {
      const schema = properties[key]
      const name = typeof schema === 'object' ? referredName(schema) : null
      if (name === null) throw new Error(`${key}: its ${io} has no name; give its schema \`.meta({ id: 'Name' })\`.`)
      return name
    },
  }
}

/** Returns the name of the type that a schema refers to, or null. */
export function referredName({ $ref }: Schema): string | null {
  return $ref?.startsWith(refPrefix) ? $ref.slice(refPrefix.length) : null
}

/** Removes what callers don't need: closed objects, since fields may be added, and what `format` or `type` implies. */
function withoutNoise({ jsonSchema }: { jsonSchema: Schema }): void {
  delete jsonSchema.additionalProperties
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}

/** Merges the types, sorted by name. A name must mean the same type in inputs and in outputs. */
function merged(inputs: Schemas['types'], outputs: Schemas['types']): Schemas['types'] {
  for (const [name, schema] of inputs) {
    if (outputs.has(name) && !isDeepStrictEqual(outputs.get(name), schema)) {
      throw new Error(`${name} is sent in another form than it arrives in: give each form its own name.`)
    }
  }
  return new Map([...inputs, ...outputs].toSorted(byName))
}

/** Sorts by code units, which doesn't depend on the machine's locale. */
function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
