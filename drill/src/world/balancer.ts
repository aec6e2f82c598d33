import { once } from 'node:events'
import { get } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface Balancer extends AsyncDisposable {
  readonly address: string
  /** The ports of the processes that are ready, as far as the last probes know. */
  ready(): readonly number[]
  /** Resolves once this process is ready, and gets connections. Throws when it isn't after a minute. */
  includes(port: number): Promise<void>
  /** Connections that a process refused and another one got. */
  readonly counts: { retried: number }
}

const probeEveryMs = 200
const probeTimeoutMs = 1000
const readyTimeoutMs = 60_000

/**
 * Starts a load balancer on 127.0.0.1. Each connection goes to the next process of these ports whose `/readyz` answers
 * 200, and to another one when that refuses it; bytes pass unchanged. Without any the client's connection is closed.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const ready = new Set<number>()
  const counts = { retried: 0 }
  const sockets = new Set<Socket>()
  let turn = 0

  function relay(client: Socket, tried: readonly number[]): void {
    const candidates = ports.filter((port) => ready.has(port) && !tried.includes(port))
    const port = candidates[(turn += 1) % Math.max(1, candidates.length)]
    if (port === undefined || client.destroyed) {
      client.destroy()
      return
    }
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
    const refused = (): void => {
      counts.retried += 1
      relay(client, [...tried, port])
    }
    upstream.once('error', refused)
    upstream.once('connect', () => {
      upstream.off('error', refused)
      sockets.add(upstream)
      join(client, upstream)
      join(upstream, client)
    })
  }

  function join(from: Socket, to: Socket): void {
    from.pipe(to)
    from.on('error', () => to.destroy())
    from.on('close', (failed) => {
      sockets.delete(from)
      if (failed) to.destroy()
      else to.end()
    })
  }

  const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
    sockets.add(client)
    client.on('error', () => undefined)
    relay(client, [])
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  let probes = 0
  /** The newest probe of each port whose answer counts: a late answer to an older one is of the past. */
  const newest = new Map<number, number>()

  async function probe(port: number): Promise<boolean> {
    const number = (probes += 1)
    const yes = await isReady(port)
    if (number > (newest.get(port) ?? 0)) {
      newest.set(port, number)
      if (yes) ready.add(port)
      else ready.delete(port)
    }
    return yes
  }

  const probing = setInterval(() => {
    for (const port of ports) void probe(port)
  }, probeEveryMs)
  return {
    address: `http://127.0.0.1:${address.port}`,
    ready: () => [...ready],
    async includes(port) {
      const until = performance.now() + readyTimeoutMs
      while (!(await probe(port))) {
        if (performance.now() > until) throw new Error(`The process at ${port} does not get ready.`)
        await delay(50)
      }
    },
    counts,
    [Symbol.asyncDispose]: async () => {
      clearInterval(probing)
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      { port, host: '127.0.0.1', path: '/readyz', agent: false, timeout: probeTimeoutMs },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode === 200)
      },
    )
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
