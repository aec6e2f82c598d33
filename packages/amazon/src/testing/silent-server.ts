import { once } from 'node:events'
import { createServer } from 'node:http'

/** A server that accepts requests and never answers. */
export interface SilentServer extends AsyncDisposable {
  readonly url: string
  /** Settles when the first request has arrived. */
  readonly asked: Promise<void>
  /** Settles when a request's connection has closed. */
  readonly abandoned: Promise<void>
}

export async function startSilentServer(): Promise<SilentServer> {
  const asked = Promise.withResolvers<void>()
  const abandoned = Promise.withResolvers<void>()
  const server = createServer((request) => {
    asked.resolve()
    request.socket.once('close', () => abandoned.resolve())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: asked.promise,
    abandoned: abandoned.promise,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
