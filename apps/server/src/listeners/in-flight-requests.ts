import { raceAgainst } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'

export interface InFlightRequests {
  /** Counts the requests of this scope, each from the moment that it has been received whole. */
  track(scope: FastifyInstance): void
  /** Resolves once every counted request is answered, or after `timeoutMs`. */
  drained(timeoutMs: number): Promise<void>
}

/** Counts requests, so that a stopping server can wait for their answers. */
export function createInFlightRequests(): InFlightRequests {
  let count = 0
  let notify: (() => void) | null = null
  const end = () => {
    count -= 1
    if (count === 0) notify?.()
  }
  return {
    track(scope) {
      scope.addHook('preHandler', (_request, reply, done) => {
        count += 1
        reply.raw.once('close', end)
        done()
      })
    },
    async drained(timeoutMs) {
      if (count === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      notify = resolve
      await raceAgainst(timeoutMs, promise).catch(() => undefined)
    },
  }
}
