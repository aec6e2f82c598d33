import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** An address of 127.0.0.1 that stays while the server behind it changes, as a load balancer's does. */
export interface Address extends AsyncDisposable {
  readonly port: number
  /** Leads new connections to this port; null: nowhere, they are closed at once. */
  leadTo(port: number | null): void
}

/** Opens an address that leads nowhere yet. */
export async function startAddress(): Promise<Address> {
  let target: number | null = null
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    client.on('error', () => undefined)
    if (target === null) {
      client.destroy()
      return
    }
    clients.add(client)
    const upstream = connect(target, '127.0.0.1').on('error', () => undefined)
    client.on('close', () => {
      clients.delete(client)
      upstream.destroy()
    })
    upstream.on('close', () => client.destroy())
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return {
    port: address.port,
    leadTo: (port) => {
      target = port
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      for (const client of clients) client.destroy()
      await once(server, 'close')
    },
  }
}
