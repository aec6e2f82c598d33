import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface ServedPage extends AsyncDisposable {
  readonly address: string
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const deadlineMs = 30_000

/** Serves a built page, with the service's procedures at `/trpc` of the same origin, as a host in production does. */
export async function servePage(folder: string, service: string): Promise<ServedPage> {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://page')
    if (pathname.startsWith('/trpc/')) return await forward(incoming, outgoing, service)
    const file = pathname === '/' ? '/index.html' : pathname
    const content = await readFile(join(folder, file)).catch(() => null)
    outgoing.writeHead(content === null ? 404 : 200, { 'content-type': types[extname(file)] ?? 'text/plain' })
    outgoing.end(content)
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the page has no port')
  return {
    address: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function forward(incoming: IncomingMessage, outgoing: ServerResponse, service: string): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming
  const passed = request(service + url, { method, headers, timeout: deadlineMs })
  const answered = once(passed, 'response')
  await pipeline(incoming, passed)
  const [response]: IncomingMessage[] = await answered
  if (response === undefined) throw new Error('no answer')
  outgoing.writeHead(response.statusCode ?? 502, response.headers)
  await pipeline(response, outgoing)
}
