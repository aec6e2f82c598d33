import { tenantIdSchema } from '@orderport/domain'
import type { VaultFault } from '@orderport/vault-simulator'
import { describe, expect, it } from 'vitest'
import {
  expectFailure,
  openVaultStore,
  plainToken,
  reader,
  secret,
  tenant,
  tenantPath,
} from './testing/open-vault-store.ts'
import { createVaultCredentialStore } from './vault-credential-store.ts'

const fiveMinutes = 5 * 60_000
const unavailable = (detail: string): unknown =>
  expect.objectContaining({ code: 'CREDENTIALS_UNAVAILABLE', detail: expect.stringContaining(detail) })

/** An answer of Vault whose secret has a letter outside ASCII, in Latin-1. */
const latin1Answer = Uint8Array.from(
  Buffer.from(JSON.stringify({ data: { data: { refresh_token: 'Atzr|é' }, metadata: { version: 1 } } }), 'latin1'),
)

describe('a secret in Vault', () => {
  it('is returned as it is: a tenant’s and the application’s', async () => {
    await using fixture = await openVaultStore({ config: { namespace: 'team' } })
    fixture.vault.put('keybuzz/amazon_spapi/app', { client_id: 'c', client_secret: 's', region: 'eu-west-1' })
    const { signal } = new AbortController()
    expect(await fixture.read()).toEqual(secret)
    expect(await fixture.store.ofApplication('amazon_spapi', signal)).toMatchObject({
      values: { client_id: 'c', client_secret: 's', region: 'eu-west-1' },
    })
    expect(fixture.vault.requestLog.requests.map(({ path }) => path)).toEqual([
      '/v1/auth/token/lookup-self',
      `/v1/secret/data/${tenantPath}`,
      '/v1/secret/data/keybuzz/amazon_spapi/app',
    ])
    expect(fixture.vault.requestLog.requests.every(({ namespace }) => namespace === 'team')).toBe(true)
  })

  it('is read by the charset that Vault declares', async () => {
    await using fixture = await openVaultStore()
    const contentType = 'application/json; charset=iso-8859-1'
    const fault = { kind: 'bytes', contentType, body: latin1Answer } as const
    fixture.vault.faults.push({ fault, path: 'secret/data', times: 1 })
    expect(await fixture.read()).toEqual({ refresh_token: 'Atzr|é' })
  })

  it('that was read before stays in use when bytes that are not text come back', async () => {
    await using fixture = await openVaultStore()
    await fixture.read()
    fixture.pass(fiveMinutes)
    const fault = { kind: 'bytes', contentType: 'application/json', body: latin1Answer } as const
    fixture.vault.faults.push({ fault, path: 'secret/data', times: 1 })
    expect(await fixture.read()).toEqual(secret)
  })

  it('is null when missing, and null when deleted', async () => {
    await using fixture = await openVaultStore()
    const other = tenantIdSchema.parse('other')
    expect(await fixture.store.ofTenant(other, 'amazon_spapi', new AbortController().signal)).toBeNull()
    fixture.vault.delete(tenantPath)
    expect(await fixture.read()).toBeNull()
  })

  it('is found at once when it appears where there was none', async () => {
    await using fixture = await openVaultStore()
    fixture.vault.delete(tenantPath)
    expect(await fixture.read()).toBeNull()
    fixture.vault.put(tenantPath, { refresh_token: 'new' })
    expect(await fixture.read()).toEqual({ refresh_token: 'new' })
  })

  it('never counts as missing for longer than thirty seconds, whatever is configured', async () => {
    await using fixture = await openVaultStore({ config: { missingTtlMs: 3_600_000 } })
    fixture.vault.delete(tenantPath)
    expect(await fixture.read()).toBeNull()
    fixture.vault.put(tenantPath, { refresh_token: 'new' })
    fixture.pass(30_000)
    expect(await fixture.read()).toEqual({ refresh_token: 'new' })
  })

  it('is read again when rotated: after five minutes, or at once after forget', async () => {
    await using fixture = await openVaultStore()
    await fixture.read()
    fixture.vault.put(tenantPath, { refresh_token: 'second' })
    expect(await fixture.read()).toEqual(secret)
    fixture.pass(fiveMinutes)
    expect(await fixture.read()).toEqual({ refresh_token: 'second' })
    fixture.vault.put(tenantPath, { refresh_token: 'third' })
    fixture.store.forget(tenant, 'amazon_spapi')
    expect(await fixture.read()).toEqual({ refresh_token: 'third' })
  })

  it('that is written again with the same values is another version, seen once the first is forgotten', async () => {
    await using fixture = await openVaultStore()
    const { signal } = new AbortController()
    const version = async () => (await fixture.store.ofTenant(tenant, 'amazon_spapi', signal))?.version
    const first = await version()
    expect(await version()).toBe(first)
    fixture.vault.put(tenantPath, secret)
    expect(await version()).toBe(first)
    fixture.store.forget(tenant, 'amazon_spapi')
    const second = await version()
    expect(second).not.toBe(first)
    fixture.store.forget(tenant, 'amazon_spapi')
    expect(await version()).toBe(second)
    expect([first, second]).not.toContain(null)
  })

  it('is read again when it was forgotten during a read', async () => {
    await using fixture = await openVaultStore()
    const hang = fixture.vault.faults.push({ fault: { kind: 'hang' }, path: 'secret/data', times: 1 })
    const waiting = fixture.read()
    await hang.met
    fixture.store.forget(tenant, 'amazon_spapi')
    fixture.vault.put(tenantPath, { refresh_token: 'second' })
    expect(await fixture.read()).toEqual({ refresh_token: 'second' })
    hang.release()
    await waiting
    fixture.vault.put(tenantPath, { refresh_token: 'third' })
    expect(await fixture.read()).toEqual({ refresh_token: 'second' })
  })

  it('is read once for ten concurrent callers', async () => {
    await using fixture = await openVaultStore()
    const answers = await Promise.all(Array.from({ length: 10 }, () => fixture.read()))
    expect(answers).toEqual(Array.from({ length: 10 }, () => secret))
    expect(fixture.vault.requestLog.count('secret/data')).toBe(1)
    expect(fixture.vault.requestLog.count('lookup-self')).toBe(1)
  })
})

describe('without an answer', () => {
  const faults: readonly (readonly [VaultFault, string])[] = [
    [{ kind: 'html' }, 'not a Vault answer (HTTP 200'],
    [{ kind: 'html', status: 404 }, 'not a Vault answer (HTTP 404'],
    [{ kind: 'html', status: 503 }, 'unavailable (HTTP 503'],
    [{ kind: 'status', status: 200 }, 'not a Vault answer'],
    [{ kind: 'status', status: 500, body: { errors: ['internal error'] } }, 'unavailable (HTTP 500'],
    [{ kind: 'status', status: 404, body: { errors: ['no handler for route'] } }, 'no such mount'],
    [{ kind: 'status', status: 200, body: { data: { data: 'text' } } }, 'malformed secret'],
    [{ kind: 'status', status: 200, body: 'x'.repeat(2 * 1024 * 1024) }, 'not a Vault answer (more than'],
    [{ kind: 'bytes', contentType: 'application/json', body: latin1Answer }, 'not a Vault answer (HTTP 200 in bytes'],
    [
      { kind: 'bytes', contentType: 'application/json; charset=utf-8', body: latin1Answer },
      'not a Vault answer (HTTP 200 in bytes',
    ],
    [
      { kind: 'bytes', contentType: 'application/json; charset=klingon', body: latin1Answer },
      'not a Vault answer (HTTP 200 in bytes',
    ],
    [
      { kind: 'bytes', contentType: 'application/json', body: new Uint8Array() },
      'not a Vault answer (HTTP 200 without',
    ],
    [{ kind: 'reset' }, 'unreachable (ECONNRESET'],
    [{ kind: 'truncated' }, 'unreachable (ECONNRESET'],
  ]

  it.each(faults)('%j is CREDENTIALS_UNAVAILABLE: %s', async (fault, detail) => {
    await using fixture = await openVaultStore()
    fixture.vault.faults.push({ fault, path: 'secret/data', times: 1 })
    await expect(fixture.read()).rejects.toEqual(unavailable(detail))
    expect(await fixture.read()).toEqual(secret)
  })

  it('a sealed Vault is CREDENTIALS_UNAVAILABLE with a Retry-After', async () => {
    await using fixture = await openVaultStore()
    fixture.vault.seal()
    await expect(fixture.read()).rejects.toMatchObject({
      code: 'CREDENTIALS_UNAVAILABLE',
      detail: 'Vault: sealed (HTTP 503), reading secret/data/keybuzz/tenants/acme/amazon_spapi',
      retryAfterSeconds: 30,
    })
    fixture.vault.unseal()
    expect(await fixture.read()).toEqual(secret)
  })

  it('a read of a hanging Vault ends at the deadline', async () => {
    await using fixture = await openVaultStore({ config: { requestTimeoutMs: 500 } })
    fixture.vault.faults.push({ fault: { kind: 'hang' } })
    await expect(fixture.read()).rejects.toEqual(unavailable('timeout (no answer within 500 ms)'))
  })

  it('a Vault that is down is unreachable', async () => {
    await using fixture = await openVaultStore()
    await fixture.vault.close()
    await expect(fixture.read()).rejects.toEqual(unavailable('unreachable (ECONNREFUSED)'))
  })

  it('a standby answers reads like any other', async () => {
    await using fixture = await openVaultStore()
    fixture.vault.setStandby(true)
    expect(await fixture.read()).toEqual(secret)
  })

  it('a redirect is refused, and the token is not sent there', async () => {
    await using fixture = await openVaultStore()
    await using elsewhere = await openVaultStore()
    const location = `${elsewhere.vault.url}/v1/secret/data/${tenantPath}`
    fixture.vault.faults.push({ fault: { kind: 'redirect', location } })
    await expect(fixture.read()).rejects.toEqual(unavailable('not a Vault answer (HTTP 307, a redirect)'))
    expect(elsewhere.vault.requestLog.requests).toEqual([])
  })

  it('a closed store ends its reads and refuses new ones', async () => {
    await using fixture = await openVaultStore()
    const hang = fixture.vault.faults.push({ fault: { kind: 'hang' } })
    const waiting = expectFailure(fixture.read())
    await hang.met
    fixture.store.close()
    expect(await waiting).toEqual(unavailable('closed'))
    await expect(fixture.read()).rejects.toEqual(unavailable('closed'))
  })
})

describe('while Vault is away', () => {
  it('a known secret serves for thirty minutes after it expired, and is read again when Vault is back', async () => {
    await using fixture = await openVaultStore()
    await fixture.read()
    fixture.vault.put(tenantPath, { refresh_token: 'second' })
    fixture.vault.seal()
    fixture.pass(fiveMinutes)
    expect(await fixture.read()).toEqual(secret)
    fixture.pass(30 * 60_000 - 1)
    expect(await fixture.read()).toEqual(secret)
    fixture.pass(1)
    await expect(fixture.read()).rejects.toEqual(unavailable('sealed'))
    fixture.vault.unseal()
    expect(await fixture.read()).toEqual({ refresh_token: 'second' })
    expect(fixture.events.filter(({ event }) => event === 'stale_served')).toHaveLength(2)
  })

  it('a secret that Vault denies is no longer served', async () => {
    await using fixture = await openVaultStore({ auth: plainToken({ policies: [reader] }) })
    await fixture.read()
    fixture.vault.revokeTokens()
    fixture.pass(fiveMinutes)
    await expect(fixture.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
  })
})

describe('a caller that aborts', () => {
  it('gets the reason of its signal, and the others get the secret', async () => {
    await using fixture = await openVaultStore()
    const hang = fixture.vault.faults.push({ fault: { kind: 'hang' } })
    const controller = new AbortController()
    const aborted = fixture.store.ofTenant(tenant, 'amazon_spapi', controller.signal)
    const waiting = fixture.read()
    await hang.met
    controller.abort(new Error('the import’s deadline'))
    await expect(aborted).rejects.toThrow('the import’s deadline')
    hang.release()
    expect(await waiting).toEqual(secret)
    expect(fixture.vault.requestLog.count('secret/data')).toBe(1)
  })

  it('before the read sends no request', async () => {
    await using fixture = await openVaultStore()
    const gone = AbortSignal.abort(new Error('gone'))
    await expect(fixture.store.ofTenant(tenant, 'amazon_spapi', gone)).rejects.toThrow('gone')
    expect(fixture.vault.requestLog.requests).toEqual([])
  })
})

it('an invalid mount is refused when the store is created', () => {
  const config = {
    address: 'http://127.0.0.1:1',
    kvMount: '../sys',
    kvPrefix: '',
    application: 'amazon_spapi',
    requestTimeoutMs: 1,
  }
  expect(() => createVaultCredentialStore({ ...config, auth: { kind: 'token', token: 't' } })).toThrow('mount')
})
