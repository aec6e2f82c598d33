import type { FastifyInstance, onRequestAsyncHookHandler, RouteOptions } from 'fastify'

/** Who may call a route. */
export type Access = 'anyone' | 'trusted-peer' | 'bearer'

/** Runs before a route's body is read; throws the refusal. */
export type Guard = onRequestAsyncHookHandler

/** The guards that a listener has. A route with any other access can't be mounted on it. */
export type Guards = Readonly<Partial<Record<Access, Guard>>>

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyInstance {
    /** The access of the scope's routes that declare none themselves. */
    scopeAccess: Access | null
  }
}

/**
 * Puts the guard of its access before every route of the listener, whoever mounts it: our code, a plugin, or Fastify
 * itself (HEAD). Throws, while the listener is built, for a route without an access or without a guard.
 */
export function guardRoutes(app: FastifyInstance, guards: Guards): void {
  app.decorate('scopeAccess', null)
  app.addHook('onRoute', function guardRoute(route) {
    const access = route.config?.access ?? this.scopeAccess
    if (access === null) throw new Error(`${nameOf(route)} does not say who may call it`)
    const guard = guards[access]
    if (guard === undefined) throw new Error(`${nameOf(route)} is for ${access}, which this listener has no guard for`)
    route.config = { ...route.config, access }
    route.onRequest = [guard, ...[route.onRequest ?? []].flat()]
  })
}

/** Mounts what `build` registers, below the prefix and with that access. */
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
