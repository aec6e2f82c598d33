import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP proxy on 127.0.0.1 whose network can be made to fail. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Breaks every connection on both sides; new ones are accepted. */
  cut(): void
  /** Stops every byte in both directions; connections stay open, and new ones are accepted but lead nowhere. */
  freeze(): void
  /** Refuses new connections; existing ones stay. */
  refuse(): void
  /** Undoes `freeze` and `refuse`; what was held back arrives. */
  resume(): Promise<void>
  /** Breaks every connection and stops listening. */
  close(): Promise<void>
}

export interface TcpProxyOptions {
  readonly targetPort: number
  /** Default: `127.0.0.1`. */
  readonly targetHost?: string
}

interface Link {
  readonly client: Socket
  readonly upstream: Socket
}

/** Starts a proxy to the target on a free port. */
export async function startTcpProxy({ targetPort, targetHost = '127.0.0.1' }: TcpProxyOptions): Promise<TcpProxy> {
  const links = new Set<Link>()
  let frozen = false
  // Half-open: each side's end is passed on separately, as without a proxy.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ port: targetPort, host: targetHost, allowHalfOpen: true, noDelay: true })
    const link = { client, upstream }
    links.add(link)
    for (const side of [client, upstream]) {
      // `close` follows and does the work.
      side.on('error', () => {})
      side.on('close', () => {
        if (!frozen) forget(link)
      })
    }
    if (!frozen) flow(link)
  })
  const forget = (link: Link): void => {
    links.delete(link)
    link.client.destroy()
    link.upstream.destroy()
  }
  const cut = (): void => links.forEach(forget)
  const port = await listen(server, 0)
  const refuse = (): void => {
    if (server.listening) server.close()
  }
  const close = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : null
    refuse()
    cut()
    await closed
  }
  return {
    port,
    cut,
    freeze: () => {
      frozen = true
      links.forEach(halt)
    },
    refuse,
    resume: async () => {
      frozen = false
      for (const link of links) {
        // One side broke while frozen, and the other could not notice.
        if (link.client.destroyed || link.upstream.destroyed) forget(link)
        else flow(link)
      }
      if (!server.listening) await listen(server, port)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function flow({ client, upstream }: Link): void {
  client.pipe(upstream)
  upstream.pipe(client)
}

/** An unpiped socket pauses: the rest waits in the kernel, which holds the sender back. */
function halt({ client, upstream }: Link): void {
  client.unpipe(upstream)
  upstream.unpipe(client)
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}
