import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

export interface InFlightRequests {
  /** Counts the requests of this listener. To be called before its routes are mounted. */
  watch(app: FastifyInstance): void
  /** Resolves once every request that has been received whole by now is answered. */
  answered(): Promise<void>
  /** From now on each answer says `Connection: close`, and its connection ends with it. */
  endConnections(): void
}

/** Knows which requests are running, so that a stopping server can wait for their answers. */
export function createInFlightRequests(): InFlightRequests {
  const running = new Set<ServerResponse>()
  let isEnding = false
  return {
    watch(app) {
      app.addHook('onRequest', (_request, { raw }, done) => {
        running.add(raw)
        raw.once('close', () => running.delete(raw))
        done()
      })
      app.addHook('onSend', (_request, reply, _payload, done) => {
        if (isEnding) void reply.header('connection', 'close')
        done()
      })
    },
    async answered() {
      const whole = [...running].filter(({ req }) => req.complete)
      await Promise.all(whole.map((response) => once(response, 'close').catch(() => undefined)))
    },
    endConnections() {
      isEnding = true
    },
  }
}
