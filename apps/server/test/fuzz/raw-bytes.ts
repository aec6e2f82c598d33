import fc from 'fast-check'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { wildText } from './wild-values.ts'

const lines = `GET /livez HTTP/1.1
POST /api/v1/orders/import-one HTTP/1.1
POST /trpc/orders.import HTTP/1.1
GET / HTTP/9.9
GET /trpc/orders.list
get /livez http/1.1
CONNECT x:1 HTTP/1.1
PRI * HTTP/2.0
GET * HTTP/1.1
GET http://elsewhere.example/api/v1/orders HTTP/1.1
GET //elsewhere.example/trpc/orders.list HTTP/1.1`.split('\n')

const line = fc.oneof(fc.constantFrom('\x16\x03\x01', ...lines), wildText)

const headers = `host: x
host: y
content-type: application/json
content-length: 100000
content-length: 5
content-length: -1
content-length: 5, 6
transfer-encoding: chunked
transfer-encoding: gzip, chunked
content-encoding: gzip
expect: 100-continue
expect: x
connection: upgrade
upgrade: h2c
x-tenant-id: tenant-a
x-tenant-id : tenant-a
 folded
:
a`.split('\n')

const header = fc.oneof(
  fc.constantFrom('x-user-email: a\0b', 'x-request-id: \u00fc', `x-long: ${'y'.repeat(20_000)}`, ...headers),
  wildText.map((text) => `x: ${text}`),
)

const body = fc.oneof(fc.constantFrom('', '{"orderRef":', '5\r\nhello\r\n', 'zz\r\n', '0\r\n\r\n', '{}'), wildText)

/** What a client sends that speaks HTTP badly, or stops half-way. */
export const rawBytes: fc.Arbitrary<string> = fc
  .tuple(line, fc.array(header, { maxLength: 6 }), fc.constantFrom('\r\n', '\n'), body, fc.integer({ min: 0, max: 30 }))
  .map(([start, headers, end, content, cut]) => {
    const whole = [start, ...headers, '', content].join(end)
    return cut < 10 ? whole.slice(0, -1 - cut) : whole
  })

/** Sends the bytes, ends its side, and returns all that came back until the other side ended too. */
export async function exchange(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true })
  socket.setTimeout(15_000, () => socket.destroy(new Error('the listener neither answers nor closes the connection')))
  socket.end(Buffer.from(bytes, 'latin1'))
  return text(socket).catch((error: NodeJS.ErrnoException) => {
    // The listener may close the connection while we are still sending.
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return ''
    throw error
  })
}
