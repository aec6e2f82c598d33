import { appRouter } from '@orderport/api'
import { z } from 'zod'

/** A procedure of the router at run time. */
export interface RunningProcedure {
  readonly path: string
  readonly type: 'query' | 'mutation' | 'subscription'
  /** The schema of its input. */
  readonly input: z.ZodType
}

/** A procedure is a function; its definition is a property of it. */
const procedureSchema = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  inputs: z.tuple([z.custom<z.ZodType>((value) => value instanceof z.ZodType)]),
})

/** Returns every procedure of the router. Throws where there is none, and for one without exactly one input schema. */
export function runningProcedures(): readonly RunningProcedure[] {
  const { _def: router } = appRouter
  const found = Object.entries<unknown>(router.procedures).map(([path, procedure]) => {
    if (typeof procedure !== 'function' || !('_def' in procedure)) throw new Error(`${path} is no procedure`)
    const { _def: definition } = procedure
    const { type, inputs } = procedureSchema.parse(definition)
    return { path, type, input: inputs[0] }
  })
  if (found.length === 0) throw new Error('the router has no procedures')
  return found
}
