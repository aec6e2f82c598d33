import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { startVaultSimulator } from '@orderport/vault-simulator'
import { describe, expect, it } from 'vitest'
import { createTransport } from './http-transport.ts'
import { loopbackCertificate } from './testing/loopback-certificate.ts'
import { readTenant, secret, tenantPath } from './testing/open-vault-store.ts'
import { createVaultCredentialStore } from './vault-credential-store.ts'

async function serve(listener: RequestListener): Promise<{ uri: string } & AsyncDisposable> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port')
  const close = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { uri: `http://127.0.0.1:${address.port}/v1/x`, [Symbol.asyncDispose]: close }
}

describe('a request to Vault', () => {
  it('ends at its deadline when the answer stops halfway', async () => {
    await using slow = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":')
    })
    const send = createTransport({ timeoutMs: 50, closing: new AbortController().signal })
    await expect(send({ method: 'GET', uri: slow.uri, headers: {} })).rejects.toMatchObject({ kind: 'timeout' })
  })

  it('sends JSON with its length, and returns status, body and path', async () => {
    await using echo = await serve((request, response) => {
      const { 'content-length': length, 'content-type': type } = request.headers
      response.writeHead(201).end(JSON.stringify({ length, type, method: request.method }))
    })
    const send = createTransport({ timeoutMs: 5_000, closing: new AbortController().signal })
    const json = { secret_id: 'é' }
    expect(await send({ method: 'POST', uri: echo.uri, headers: {}, json })).toEqual({
      statusCode: 201,
      body: { length: '18', type: 'application/json', method: 'POST' },
      request: { path: '/v1/x' },
    })
  })

  it('returns no body for a 204', async () => {
    await using silent = await serve((_request, response) => response.writeHead(204).end())
    const send = createTransport({ timeoutMs: 5_000, closing: new AbortController().signal })
    const answer = await send({ method: 'POST', uri: silent.uri, headers: {} })
    expect(answer).toMatchObject({ statusCode: 204, body: null })
  })
})

describe('over HTTPS', () => {
  it.each([
    ['is trusted with the authority’s certificate', loopbackCertificate.certificate, null],
    ['is refused without', undefined, 'Vault: unreachable (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ])('Vault %s', async (_what, caCertificate, failure) => {
    await using vault = await startVaultSimulator({ tls: loopbackCertificate })
    vault.put(tenantPath, secret)
    using store = createVaultCredentialStore({
      address: vault.url,
      auth: { kind: 'token', token: vault.rootToken },
      kvMount: 'secret',
      kvPrefix: 'keybuzz',
      application: 'amazon_spapi',
      requestTimeoutMs: 5_000,
      caCertificate,
    })
    const outcome = await readTenant(store).catch((error: unknown) => error)
    if (failure === null) expect(outcome).toEqual(secret)
    else expect(outcome).toMatchObject({ detail: expect.stringContaining(failure) })
  })
})
