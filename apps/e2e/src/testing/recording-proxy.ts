import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

interface RecordedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** A proxy between a back end and the service. It records requests, and can be a host that doesn't answer. */
export interface RecordingProxy extends AsyncDisposable {
  readonly address: string
  /** All requests so far, in order. */
  readonly requests: readonly RecordedRequest[]
  /** While false, every connection is closed without an answer. */
  answering: boolean
}

const deadlineMs = 30_000

/** Starts the proxy on a free port of loopback; `target` is the service's address. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = []
  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/', headers } = incoming
    requests.push({ method, path, headers })
    if (!proxy.answering) {
      incoming.socket.destroy()
      return
    }
    const body = await buffer(incoming)
    const answer = await fetch(target + path, {
      method,
      headers: endToEnd(headers),
      ...(method === 'GET' ? {} : { body }),
      signal: AbortSignal.timeout(deadlineMs),
    })
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    // Piece by piece: an answer may be a stream of events.
    for await (const piece of answer.body ?? []) outgoing.write(piece)
    outgoing.end()
  }
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const proxy = {
    address: `http://127.0.0.1:${address.port}`,
    requests,
    answering: true,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return proxy
}

const connectionHeaders = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
])

function endToEnd(headers: IncomingHttpHeaders): Headers {
  const kept = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && !connectionHeaders.has(name)) kept.set(name, value)
  }
  return kept
}
