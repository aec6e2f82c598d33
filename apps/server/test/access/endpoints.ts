import { runningProcedures } from '../harness/procedures.ts'
import type { RecordedListener } from '../harness/recorded-listeners.ts'

export type ListenerName = 'internal' | 'public'

/** A route of a listener; a route of tRPC counts once for each procedure that it leads to. */
export interface Endpoint {
  readonly listener: ListenerName
  readonly method: string
  readonly url: string
  readonly procedure: string | null
  readonly access: string | null
}

const trpcUrl = '/trpc/:path'

/** Every endpoint of a listener. Throws where it has none: a matrix without endpoints always passes. */
export function listEndpoints(
  listener: ListenerName,
  { routes }: Pick<RecordedListener, 'routes'>,
): readonly Endpoint[] {
  const procedures = runningProcedures().map(({ path }) => path)
  if (routes.length === 0) throw new Error(`the ${listener} listener has no routes`)
  return routes.flatMap(({ method, url, access }) =>
    (url === trpcUrl ? procedures : [null]).map((procedure) => ({ listener, method, url, procedure, access })),
  )
}

export function endpointName({ listener, method, url, procedure }: Omit<Endpoint, 'access'>): string {
  return `${listener} ${method} ${procedure === null ? url : url.replace(':path', procedure)}`
}
