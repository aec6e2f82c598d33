import type { ProcedureMeta } from '@orderport/api'
import type { z } from 'zod'

export type Schema = z.core.JSONSchema.BaseSchema

/** A procedure as its callers see it. */
export interface ContractProcedure {
  /** Its place in the router, such as `['orders', 'import']`. */
  readonly path: readonly string[]
  readonly type: 'query' | 'mutation'
  /** The name of its input's type. */
  readonly input: string
  /** Whether it may be called without an input. */
  readonly inputOptional: boolean
  /** The name of its output's type. */
  readonly output: string
  readonly meta: ProcedureMeta
}

/** Everything that is generated for callers is written from this alone. */
export interface Contract {
  /** By path. */
  readonly procedures: readonly ContractProcedure[]
  /** The named types, by name: inputs as they are sent, outputs as they arrive. */
  readonly types: ReadonlyMap<string, Schema>
  /** The name of the type of a failed call. */
  readonly failure: string
  /** The name of the type of its `data`: what a program reads. */
  readonly failureData: string
}
