import type { FastifyInstance, onRequestAsyncHookHandler, RouteOptions } from 'fastify'

/** Who may call a route. */
export type Access = 'anyone' | 'trusted-peer' | 'bearer'

/** Runs before a route's body is read; throws the refusal. */
export type Guard = onRequestAsyncHookHandler

/** How a listener knows the callers that it serves; a route for others can't be mounted on it. */
export type Guards = Readonly<Partial<Record<Access, Guard>>>

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyInstance {
    /** Who may call the routes of this scope that don't say it themselves. */
    scopeAccess: Access | null
  }
}

/**
 * Gives every route of the listener the guard of its access, wherever and by whomever it is mounted: by our code, by a
 * plugin, by Fastify itself (HEAD). Throws while the listener is built for a route that has none.
 */
export function guardRoutes(app: FastifyInstance, guards: Guards): void {
  app.decorate('scopeAccess', null)
  app.addHook('onRoute', function guardRoute(route) {
    const access = route.config?.access ?? this.scopeAccess
    if (access === null) throw new Error(`${nameOf(route)} does not say who may call it`)
    const guard = guards[access]
    if (guard === undefined) throw new Error(`${nameOf(route)} is for ${access}, whom this listener can’t tell`)
    route.config = { ...route.config, access }
    route.onRequest = [guard, ...[route.onRequest ?? []].flat()]
  })
}

/** Mounts what `build` registers below the prefix, for those callers. */
export async function mountFor(
  app: FastifyInstance,
  { access, prefix = '' }: { readonly access: Access; readonly prefix?: string },
  build: (scope: FastifyInstance) => void | Promise<void>,
): Promise<void> {
  await app.register(
    async (scope) => {
      scope.decorate('scopeAccess', access)
      await build(scope)
    },
    { prefix },
  )
}

function nameOf({ method, url }: RouteOptions): string {
  return `${[method].flat().join(',')} ${url}`
}
