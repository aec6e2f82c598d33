import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { startTcpProxy } from './tcp-proxy.ts'

/** A server that sends every byte back. */
async function startEcho(): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function open(port: number): Promise<Socket & AsyncDisposable> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  return socket
}

async function echoed(socket: Socket, words: string): Promise<string> {
  const answer = once(socket, 'data')
  socket.write(words)
  return String((await answer)[0])
}

describe('the TCP proxy', () => {
  it('passes bytes and ends on in both directions, however large', async () => {
    await using echo = await startEcho()
    await using proxy = await startTcpProxy({ targetPort: echo.port })
    const socket = await open(proxy.port)
    const large = 'x'.repeat(5_000_000)
    socket.end(large)
    expect((await text(socket)).length).toBe(large.length)
  })

  it('cuts every connection, and lets new ones in', async () => {
    await using echo = await startEcho()
    await using proxy = await startTcpProxy({ targetPort: echo.port })
    const sockets = await Promise.all([open(proxy.port), open(proxy.port)])
    for (const socket of sockets) await echoed(socket, 'hello')
    const ends = sockets.map((socket) => once(socket.resume(), 'end'))
    proxy.cut()
    await Promise.all(ends)
    for (const socket of sockets) socket.destroy()
    await using again = await open(proxy.port)
    expect(await echoed(again, 'again')).toBe('again')
  })

  it('holds bytes back while frozen, of old connections and new ones, and delivers them afterwards', async () => {
    await using echo = await startEcho()
    await using proxy = await startTcpProxy({ targetPort: echo.port })
    await using direct = await open(echo.port)
    await using old = await open(proxy.port)
    await echoed(old, 'hello')
    proxy.freeze()
    await using fresh = await open(proxy.port)
    const received: string[] = []
    for (const socket of [old, fresh]) socket.on('data', (chunk: Buffer) => received.push(chunk.toString()))
    old.write('from before')
    fresh.write('from now')
    // Round trips past the proxy, by when the bytes would have arrived.
    for (let round = 0; round < 20; round += 1) await echoed(direct, 'meanwhile')
    expect(received).toEqual([])
    const answers = Promise.all([once(old, 'data'), once(fresh, 'data')])
    await proxy.resume()
    await answers
    expect(received.toSorted()).toEqual(['from before', 'from now'])
  })

  it('refuses new connections and keeps the old ones, until resumed on the same port', async () => {
    await using echo = await startEcho()
    await using proxy = await startTcpProxy({ targetPort: echo.port })
    await using old = await open(proxy.port)
    await echoed(old, 'hello')
    proxy.refuse()
    await expect(open(proxy.port)).rejects.toThrow('ECONNREFUSED')
    expect(await echoed(old, 'still here')).toBe('still here')
    await proxy.resume()
    await using again = await open(proxy.port)
    expect(await echoed(again, 'again')).toBe('again')
  })

  it('closes the client’s connection when the target is down', async () => {
    const echo = await startEcho()
    await echo[Symbol.asyncDispose]()
    await using proxy = await startTcpProxy({ targetPort: echo.port })
    const socket = await open(proxy.port)
    expect(await text(socket)).toBe('')
  })

  it('closes with connections open', async () => {
    await using echo = await startEcho()
    const proxy = await startTcpProxy({ targetPort: echo.port })
    const socket = await open(proxy.port)
    await echoed(socket, 'hello')
    const end = once(socket.resume(), 'end')
    await proxy.close()
    await end
    socket.destroy()
    await expect(open(proxy.port)).rejects.toThrow('ECONNREFUSED')
  })
})
