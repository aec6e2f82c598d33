import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { describe, expect, it } from 'vitest'
import { requireFreePort } from './free-port.ts'

async function occupyPort(): Promise<{ port: number } & AsyncDisposable> {
  const server: Server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())) }
}

describe('a port', () => {
  it('that is taken is reported with a command that uses another one', async () => {
    await using taken = await occupyPort()
    const refusal = requireFreePort('127.0.0.1', taken.port)
    await expect(refusal).rejects.toThrow(`port ${taken.port} is taken`)
    await expect(refusal).rejects.toThrow(/PORT=\d+ npm start$/)
  })

  it('that is free is accepted', async () => {
    let port: number
    {
      await using taken = await occupyPort()
      port = taken.port
    }
    await expect(requireFreePort('127.0.0.1', port)).resolves.toBeUndefined()
  })
})
