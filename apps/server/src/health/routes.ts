import type { FastifyInstance } from 'fastify'
import type { Health } from './health.ts'
import type { Metrics } from '../metrics/metrics.ts'

/** Mounts liveness, readiness, a summary and metrics. They are open to whoever reaches the listener. */
export function healthRoutes(app: FastifyInstance, health: Health, metrics: Metrics): void {
  app.get('/livez', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const readiness = await health.readiness()
    return reply
      .code(readiness.ready ? 200 : 503)
      .send({ status: readiness.ready ? 'ready' : 'not_ready', ...readiness })
  })
  app.get('/health', () => health.summary())
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}
