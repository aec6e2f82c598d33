import { once } from 'node:events'
import { request as httpsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { connect, type TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { makeAuthority } from '../../test/harness/certificates.ts'
import { pemFiles } from '../../test/harness/pem-files.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer } from '../../test/harness/wire.ts'

const tenant = { 'x-tenant-id': 'a' }

describe('a peer’s secret', () => {
  const secret = 'correct-horse-battery'

  it.each([
    ['none', {}, 403],
    ['a wrong one', { 'x-peer-secret': 'correct-horse-batterx' }, 403],
    ['a part of it', { 'x-peer-secret': 'correct-horse-batter' }, 403],
    ['the right one', { 'x-peer-secret': secret }, 200],
  ])('is required beside the address: with %s', async (_name, headers, status) => {
    await using service = await startOrderport({ PEER_SECRET: secret })
    const answer = await service.call('/api/v1/orders', { headers: { ...tenant, ...headers } })
    expect(answer.status).toBe(status)
    if (status === 403) expect(codeFromAnswer(answer)).toBe('UNTRUSTED_PEER')
    expect((await service.call('/trpc/orders.list', { headers: { ...tenant, ...headers } })).status).toBe(status)
    expect((await service.call('/readyz')).status).toBe(200)
  })

  it('does not replace a trusted address', async () => {
    await using service = await startOrderport({ PEER_SECRET: secret, TRUSTED_CIDRS: '10.0.0.0/8' })
    const headers = { ...tenant, 'x-peer-secret': secret }
    expect(codeFromAnswer(await service.call('/api/v1/orders', { headers }))).toBe('UNTRUSTED_PEER')
  })
})

/** Starts a service over TLS, which requires clients' certificates if so configured. Returns how to send requests. */
async function overTls({ clientAuthority }: { readonly clientAuthority: boolean }) {
  await using cleanup = new AsyncDisposableStack()
  const [ours, theirs] = [await makeAuthority('ours'), await makeAuthority('theirs')]
  const server = await ours.certify('server')
  const files = cleanup.use(await pemFiles({ cert: server.certificate, key: server.key, ca: ours.certificate }))
  const service = cleanup.use(
    await startOrderport({
      TLS_CERT: files.pathOf('cert'),
      TLS_KEY: files.pathOf('key'),
      ...(clientAuthority ? { TLS_CLIENT_CA: files.pathOf('ca') } : {}),
    }),
  )
  const { port, protocol } = new URL(service.address)
  const place = { host: '127.0.0.1', port: Number(port), ca: ours.certificate }
  const clients = {
    none: {},
    ours: await ours.certify('bff').then(({ certificate: cert, key }) => ({ cert, key })),
    theirs: await theirs.certify('bff').then(({ certificate: cert, key }) => ({ cert, key })),
  }
  async function statusOf(path: string, client: keyof typeof clients): Promise<number | undefined> {
    const request = httpsRequest({ ...place, ...clients[client], path, headers: tenant, agent: false }).end()
    const [response] = await once(request, 'response')
    await text(response)
    return response.statusCode
  }
  const owned = cleanup.move()
  return { place, clients, protocol, statusOf, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('a peer’s certificate', () => {
  it('must be signed by our authority, except for health and metrics', async () => {
    await using service = await overTls({ clientAuthority: true })
    const statuses = async (path: string) => [
      await service.statusOf(path, 'none'),
      await service.statusOf(path, 'theirs'),
      await service.statusOf(path, 'ours'),
    ]
    expect(await statuses('/api/v1/orders')).toEqual([403, 403, 200])
    expect(await statuses('/trpc/orders.list')).toEqual([403, 403, 200])
    expect(await statuses('/livez')).toEqual([200, 200, 200])
    expect(await statuses('/metrics')).toEqual([200, 200, 200])
  })

  it('is required in a resumed session too', async () => {
    await using service = await overTls({ clientAuthority: true })
    const withoutCertificate = await sessionOf(service.place)
    const withCertificate = await sessionOf({ ...service.place, ...service.clients.ours })
    expect(await resumed({ ...service.place, session: withoutCertificate })).toMatch(/^HTTP\/1\.1 403 /)
    expect(await resumed({ ...service.place, session: withCertificate })).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('is not required when no authority is configured', async () => {
    await using service = await overTls({ clientAuthority: false })
    expect(service.protocol).toBe('https:')
    expect(await service.statusOf('/api/v1/orders', 'none')).toBe(200)
  })
})

const orders = 'GET /api/v1/orders HTTP/1.1\r\nhost: x\r\nx-tenant-id: a\r\nconnection: close\r\n\r\n'

/** Connects with TLS 1.3 and returns the session that the server offers to resume. */
async function sessionOf(options: object): Promise<Buffer> {
  const socket = connect({ ...options, minVersion: 'TLSv1.3' })
  const session = once(socket, 'session')
  socket.write('GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  await text(socket)
  const [ticket] = await session
  if (!Buffer.isBuffer(ticket)) throw new Error('the server offered no session to resume')
  return ticket
}

/** Returns the answer to a request in a resumed session. Throws when the session was not resumed. */
async function resumed(options: object): Promise<string> {
  const socket: TLSSocket = connect({ ...options, minVersion: 'TLSv1.3' })
  await once(socket, 'secureConnect')
  if (!socket.isSessionReused()) throw new Error('the session was not resumed')
  socket.write(orders)
  return text(socket)
}
