import type { FastifyInstance } from 'fastify'

export interface RunningRequests {
  /** Resolves when no request of the scope is being answered, at the latest after `timeoutMs`. */
  ended(timeoutMs: number): Promise<void>
  /** Counts the requests of this scope, from the moment that they have come whole. */
  count(scope: FastifyInstance): void
}

/** Knows when the requests that matter have been answered, so that a stopping server can wait for them. */
export function createRunningRequests(): RunningRequests {
  let running = 0
  let notify: (() => void) | null = null
  const end = () => {
    running -= 1
    if (running === 0) notify?.()
  }
  return {
    async ended(timeoutMs) {
      if (running === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      notify = resolve
      const timer = setTimeout(resolve, timeoutMs)
      await promise
      clearTimeout(timer)
    },
    count(scope) {
      scope.addHook('preHandler', async (_request, reply) => {
        running += 1
        reply.raw.once('close', end)
      })
    },
  }
}
