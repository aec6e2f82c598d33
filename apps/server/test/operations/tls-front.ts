import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { Authority } from '../harness/certificates.ts'

/** Puts TLS in front of a server on loopback, for what production calls by https only. Returns the URL's origin. */
export async function startTlsFront(url: string, authority: Authority): Promise<AsyncDisposable & { origin: string }> {
  const { certificate, key } = await authority.certify('front')
  const open = new Set<TLSSocket>()
  const server = createServer({ cert: certificate, key }, (socket) => {
    open.add(socket)
    const behind = connect(Number(new URL(url).port), '127.0.0.1')
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
    socket.on('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The front has no port.')
  return {
    origin: `https://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
