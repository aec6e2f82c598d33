import { errorCatalogue } from '@orderport/domain'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'

/** Answers what isn't HTTP at all (or arrives too slowly) as the contract answers any malformed request, then hangs up. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const requestId = randomUUID()
  const body = JSON.stringify({ error: errorCatalogue.INVALID_REQUEST.sentence, code: 'INVALID_REQUEST', requestId })
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
