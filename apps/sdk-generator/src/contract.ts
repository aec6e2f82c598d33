import type { ProcedureMeta } from '@orderport/api'
import type { z } from 'zod'

export type Schema = z.core.JSONSchema.BaseSchema

/** A procedure as its callers see it. */
export interface ContractProcedure {
  /** Its place in the router, such as `['orders', 'import']`. */
  readonly path: readonly string[]
  readonly type: 'query' | 'mutation' | 'subscription'
  /** The name of its input's type. */
  readonly input: string
  /** Whether it may be called without an input. */
  readonly inputOptional: boolean
  /** The name of its output's type; of a subscription, the type of each event's data. */
  readonly output: string
  readonly meta: ProcedureMeta
}

/**
 * What callers see of the router. Together with the error catalogue, this is all that the generated files depend on.
 */
export interface Contract {
  /** Sorted by path. */
  readonly procedures: readonly ContractProcedure[]
  /** The named types: inputs as they are sent, outputs as they arrive. */
  readonly types: ReadonlyMap<string, Schema>
  /** The name of the type of a failed call. */
  readonly failure: string
  /** The name of the type of its `data`, which programs read. */
  readonly failureData: string
}

/** The notice at the top of every generated file. */
export const generatedBy =
  'Generated from the router of packages/api by `npm run generate`. Do not edit: change the router, generate, commit.'
