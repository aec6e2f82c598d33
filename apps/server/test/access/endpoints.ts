import { runningProcedures } from '../harness/procedures.ts'
import type { RecordedListener } from '../harness/recorded-listeners.ts'

export type ListenerName = 'internal' | 'public'

/** A way in: a route of a listener, and the procedure that it leads to where it is tRPC's. */
export interface Door {
  readonly listener: ListenerName
  readonly method: string
  readonly url: string
  readonly procedure: string | null
  readonly access: string | null
}

const trpcUrl = '/trpc/:path'

/** Every way into a listener. Throws where it has none: a matrix of nothing is always green. */
export function doorsOf(listener: ListenerName, { routes }: Pick<RecordedListener, 'routes'>): readonly Door[] {
  const procedures = runningProcedures().map(({ path }) => path)
  if (routes.length === 0) throw new Error(`the ${listener} listener has no routes`)
  return routes.flatMap(({ method, url, access }) =>
    (url === trpcUrl ? procedures : [null]).map((procedure) => ({ listener, method, url, procedure, access })),
  )
}

export function nameOf({ listener, method, url, procedure }: Omit<Door, 'access'>): string {
  return `${listener} ${method} ${procedure === null ? url : url.replace(':path', procedure)}`
}
