import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer } from '../../test/harness/wire.ts'

const headers = { 'x-tenant-id': 'a' }

describe('the internal listener', () => {
  it('keeps a valid request id, and makes one when it is missing or malformed', async () => {
    await using service = await startOrderport()
    const idFor = async (id: string | null) =>
      (
        await service.call('/api/v1/orders', {
          headers: { ...headers, ...(id === null ? {} : { 'x-request-id': id }) },
        })
      ).headers.get('x-request-id')
    expect(await idFor('bff-42:a.b_c')).toBe('bff-42:a.b_c')
    for (const id of [null, 'a b', '<script>', 'x'.repeat(129)]) expect(await idFor(id)).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    ['GET', '/nowhere', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['DELETE', '/api/v1/orders/x', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/api/v1/orders/%E0%A4%A', undefined, 400, 'INVALID_REQUEST'],
    ['POST', '/api/v1/orders/import-one', JSON.stringify({ orderRef: 'x'.repeat(300_000) }), 413, 'PAYLOAD_TOO_LARGE'],
    ['GET', `/api/v1/orders/${'x'.repeat(2000)}`, undefined, 404, 'ORDER_NOT_FOUND'],
  ])('answers %s %s with %i %s in the contract’s shape', async (method, path, body, status, code) => {
    await using service = await startOrderport()
    const answer = await service.call(path, { method, headers, body })
    expect([answer.status, codeFromAnswer(answer)]).toEqual([status, code])
    expect(answer.headers.get('x-request-id')).not.toBeNull()
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  it('refuses a body that isn’t JSON', async () => {
    await using service = await startOrderport()
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      const answer = await service.call('/api/v1/orders/import-one', {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body: 'orderRef=1',
      })
      expect([answer.status, codeFromAnswer(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    }
  })

  it('answers bytes that are not HTTP with a 400 in the contract’s shape', async () => {
    await using service = await startOrderport()
    const { hostname, port } = new URL(service.address)
    const socket = connect(Number(port), hostname)
    socket.write('NOT HTTP\r\n\r\n')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"INVALID_REQUEST"')
  })

  it('refuses a peer outside the trusted networks, whatever it claims, but serves it health', async () => {
    await using service = await startOrderport({ TRUSTED_CIDRS: '10.0.0.0/8' })
    const claims = { ...headers, 'x-forwarded-for': '10.0.0.1' }
    for (const path of ['/api/v1/orders', '/api/v1/orders/x']) {
      const answer = await service.call(path, { headers: claims })
      expect([answer.status, codeFromAnswer(answer)]).toEqual([403, 'UNTRUSTED_PEER'])
    }
    const trpc = await service.call('/trpc/orders.list', { headers: claims })
    expect(trpc.status).toBe(403)
    expect(trpc.text).toContain('"appCode":"UNTRUSTED_PEER"')
    expect((await service.call('/livez')).status).toBe(200)
    expect((await service.call('/readyz')).status).toBe(200)
  })
})

it.each([
  ['no Host header', 'GET /api/v1/orders HTTP/1.1\r\nx-tenant-id: a\r\nconnection: close\r\n\r\n', 200],
  ['an unknown Expect', 'GET /livez HTTP/1.1\r\nhost: x\r\nexpect: miracle\r\nconnection: close\r\n\r\n', 400],
  [
    'a doubled user',
    'GET /api/v1/orders HTTP/1.1\r\nx-tenant-id: a\r\nx-user-email: a\r\nx-user-email: b\r\nconnection: close\r\n\r\n',
    400,
  ],
])('answers a request with %s in JSON, with a request id', async (_name, request, status) => {
  await using service = await startOrderport()
  const { hostname, port } = new URL(service.address)
  const socket = connect(Number(port), hostname)
  socket.write(request)
  const answer = await text(socket)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(answer).toMatch(/content-type: application\/json; charset=utf-8/i)
  expect(answer).toMatch(/x-request-id: \S+/i)
})
