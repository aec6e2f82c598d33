import type { Inspection } from '@orderport/db'
import { fastify, type FastifyRequest } from 'fastify'
import { answerQueries } from './answer-queries.ts'
import { loadStudioPage } from './studio-page.ts'

export interface Studio extends AsyncDisposable {
  /** Such as http://localhost:51212. */
  readonly url: string
}

const host = '127.0.0.1'

/** Serves Prisma Studio's page on loopback, for this machine's browsers. Port 0 takes a free one. */
export async function startStudio(inspection: Pick<Inspection, 'run' | 'schema'>, port: number): Promise<Studio> {
  const { html, contentSecurityPolicy, assets } = await loadStudioPage(inspection.schema)
  const app = fastify({ forceCloseConnections: true })
  app.addHook('onRequest', async (request, reply) => {
    if (!isOwnPage(request)) await reply.code(403).type('text/plain').send('Forbidden')
  })
  app.get('/', (_request, reply) =>
    reply
      .header('content-security-policy', contentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(html),
  )
  for (const [path, { type, body }] of Object.entries(assets)) {
    app.get(path, (_request, reply) => reply.type(type).send(body))
  }
  app.post('/bff', (request) => answerQueries(inspection, request.body))
  // The page reports its own start, as text that nobody reads.
  app.post('/telemetry', (_request, reply) => reply.code(204).send())
  const address = await app.listen({ host, port })
  return { url: `http://localhost:${new URL(address).port}`, [Symbol.asyncDispose]: () => app.close() }
}

/** True for a request to this machine by name, and from no other page: another site's must not read the data. */
function isOwnPage({ headers, socket }: FastifyRequest): boolean {
  const own = ['localhost', host].map((name) => `${name}:${socket.localPort}`)
  const { host: asked = '', origin } = headers
  return own.includes(asked) && (origin === undefined || own.some((name) => origin === `http://${name}`))
}
