import { errorCatalogue } from '@orderport/domain'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { requestIdOf } from '../http/request-id.ts'
import { logUnread } from './access-log.ts'

/** Returns the answers to requests that Node refuses before Fastify sees them. */
export function malformedRequests(log: FastifyBaseLogger) {
  return {
    /**
     * Answers bytes that are not HTTP, or arrive too slowly, as the contract answers malformed requests. Then hangs up.
     */
    refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
      if (error.code === 'ECONNRESET' || !socket.writable) {
        socket.destroy()
        return
      }
      const requestId = randomUUID()
      const body = bodyFor(requestId)
      const headers = Object.entries(headersFor(requestId, body)).map(([name, value]) => `${name}: ${value}`)
      socket.end(['HTTP/1.1 400 Bad Request', ...headers, '', body].join('\r\n'))
      logUnread(log, requestId)
    },
    /** Answers an unknown `Expect` header, which Node would answer with a bare 417. */
    refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
      const requestId = requestIdOf(request)
      const body = bodyFor(requestId)
      response.writeHead(400, headersFor(requestId, body)).end(body)
      logUnread(log, requestId)
    },
  }
}

function bodyFor(requestId: string): string {
  return JSON.stringify({ error: errorCatalogue.INVALID_REQUEST.sentence, code: 'INVALID_REQUEST', requestId })
}

function headersFor(requestId: string, body: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': requestId,
    connection: 'close',
  }
}
