import { DomainError } from '@orderport/domain'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { internalHomePage, publicHomePage, type HomePage } from './home-page.ts'

/** Mounts the page for whoever opens the internal listener in a browser. */
export function internalHomeRoute(app: FastifyInstance): void {
  app.get('/', (_request, reply) => send(reply, internalHomePage))
}

/** Mounts the public listener's page. It is for browsers alone: to programs the listener serves tRPC and nothing else. */
export function publicHomeRoute(app: FastifyInstance): void {
  app.get('/', (request, reply) => {
    void reply.header('vary', 'accept')
    if (request.headers.accept?.includes('text/html') !== true) throw new DomainError('ROUTE_NOT_FOUND')
    return send(reply, publicHomePage)
  })
}

function send(reply: FastifyReply, { html, contentSecurityPolicy }: HomePage): FastifyReply {
  return reply
    .header('content-security-policy', contentSecurityPolicy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(html)
}
