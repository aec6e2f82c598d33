import { tenantIdSchema } from '@orderport/domain'
import type { VaultFault } from '@orderport/vault-simulator'
import { describe, expect, it } from 'vitest'
import {
  failureOf,
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

describe('what Vault holds', () => {
  it('is given as it is: a tenant’s secret and the application’s', async () => {
    await using room = await openVaultStore({ config: { namespace: 'team' } })
    room.vault.put('keybuzz/amazon_spapi/app', { client_id: 'c', client_secret: 's', region: 'eu-west-1' })
    const { signal } = new AbortController()
    expect(await room.read()).toEqual(secret)
    expect(await room.store.ofApplication('amazon_spapi', signal)).toEqual({
      client_id: 'c',
      client_secret: 's',
      region: 'eu-west-1',
    })
    expect(room.vault.journal.requests.map(({ path }) => path)).toEqual([
      '/v1/auth/token/lookup-self',
      `/v1/secret/data/${tenantPath}`,
      '/v1/secret/data/keybuzz/amazon_spapi/app',
    ])
    expect(room.vault.journal.requests.every(({ namespace }) => namespace === 'team')).toBe(true)
  })

  it('is null when missing, and null when deleted', async () => {
    await using room = await openVaultStore()
    const other = tenantIdSchema.parse('other')
    expect(await room.store.ofTenant(other, 'amazon_spapi', new AbortController().signal)).toBeNull()
    room.vault.delete(tenantPath)
    expect(await room.read()).toBeNull()
  })

  it('is found at once when credentials appear where there were none', async () => {
    await using room = await openVaultStore()
    room.vault.delete(tenantPath)
    expect(await room.read()).toBeNull()
    room.vault.put(tenantPath, { refresh_token: 'new' })
    expect(await room.read()).toEqual({ refresh_token: 'new' })
  })

  it('never counts as missing for longer than thirty seconds, whatever is configured', async () => {
    await using room = await openVaultStore({ config: { missingTtlMs: 3_600_000 } })
    room.vault.delete(tenantPath)
    expect(await room.read()).toBeNull()
    room.vault.put(tenantPath, { refresh_token: 'new' })
    room.pass(30_000)
    expect(await room.read()).toEqual({ refresh_token: 'new' })
  })

  it('is read again when rotated: after five minutes, or at once when it was forgotten', async () => {
    await using room = await openVaultStore()
    await room.read()
    room.vault.put(tenantPath, { refresh_token: 'second' })
    expect(await room.read()).toEqual(secret)
    room.pass(fiveMinutes)
    expect(await room.read()).toEqual({ refresh_token: 'second' })
    room.vault.put(tenantPath, { refresh_token: 'third' })
    room.store.forget(tenant, 'amazon_spapi')
    expect(await room.read()).toEqual({ refresh_token: 'third' })
  })

  it('is asked for once by ten callers at the same time', async () => {
    await using room = await openVaultStore()
    const answers = await Promise.all(Array.from({ length: 10 }, () => room.read()))
    expect(answers).toEqual(Array.from({ length: 10 }, () => secret))
    expect(room.vault.journal.count('secret/data')).toBe(1)
    expect(room.vault.journal.count('lookup-self')).toBe(1)
  })
})

describe('what is no answer', () => {
  const faults: readonly (readonly [VaultFault, string])[] = [
    [{ kind: 'html' }, 'not a Vault answer (HTTP 200'],
    [{ kind: 'html', status: 404 }, 'not a Vault answer (HTTP 404'],
    [{ kind: 'html', status: 503 }, 'unavailable (HTTP 503'],
    [{ kind: 'status', status: 200 }, 'not a Vault answer'],
    [{ kind: 'status', status: 500, body: { errors: ['internal error'] } }, 'unavailable (HTTP 500'],
    [{ kind: 'status', status: 404, body: { errors: ['no handler for route'] } }, 'no such mount'],
    [{ kind: 'status', status: 200, body: { data: { data: 'text' } } }, 'malformed secret'],
    [{ kind: 'status', status: 200, body: 'x'.repeat(2 * 1024 * 1024) }, 'not a Vault answer (more than'],
    [{ kind: 'reset' }, 'unreachable (ECONNRESET'],
    [{ kind: 'truncated' }, 'unreachable (ECONNRESET'],
  ]

  it.each(faults)('%j is CREDENTIALS_UNAVAILABLE: %s', async (fault, detail) => {
    await using room = await openVaultStore()
    room.vault.faults.push({ fault, path: 'secret/data', times: 1 })
    await expect(room.read()).rejects.toEqual(unavailable(detail))
    expect(await room.read()).toEqual(secret)
  })

  it('a sealed Vault says so, with a time to come back', async () => {
    await using room = await openVaultStore()
    room.vault.seal()
    await expect(room.read()).rejects.toMatchObject({
      code: 'CREDENTIALS_UNAVAILABLE',
      detail: 'Vault: sealed (HTTP 503), reading secret/data/keybuzz/tenants/acme/amazon_spapi',
      retryAfterSeconds: 30,
    })
    room.vault.unseal()
    expect(await room.read()).toEqual(secret)
  })

  it('a Vault that hangs ends at the deadline', async () => {
    await using room = await openVaultStore({ config: { requestTimeoutMs: 50 } })
    room.vault.faults.push({ fault: { kind: 'hang' } })
    await expect(room.read()).rejects.toEqual(unavailable('timeout (no answer within 50 ms)'))
  })

  it('a Vault that is not there is unreachable', async () => {
    await using room = await openVaultStore()
    await room.vault.close()
    await expect(room.read()).rejects.toEqual(unavailable('unreachable (ECONNREFUSED)'))
  })

  it('a standby answers reads like any other', async () => {
    await using room = await openVaultStore()
    room.vault.setStandby(true)
    expect(await room.read()).toEqual(secret)
  })

  it('a redirect is refused, and the token never follows it', async () => {
    await using room = await openVaultStore()
    await using elsewhere = await openVaultStore()
    const location = `${elsewhere.vault.url}/v1/secret/data/${tenantPath}`
    room.vault.faults.push({ fault: { kind: 'redirect', location } })
    await expect(room.read()).rejects.toEqual(unavailable('not a Vault answer (HTTP 307, a redirect)'))
    expect(elsewhere.vault.journal.requests).toEqual([])
  })

  it('a store that was closed answers no question to Vault', async () => {
    await using room = await openVaultStore()
    const hang = room.vault.faults.push({ fault: { kind: 'hang' } })
    const asking = failureOf(room.read())
    await hang.struck
    room.store.close()
    expect(await asking).toEqual(unavailable('closed'))
    await expect(room.read()).rejects.toEqual(unavailable('closed'))
  })
})

describe('while Vault is away', () => {
  it('a known secret serves for thirty minutes past its time, and is read anew when Vault is back', async () => {
    await using room = await openVaultStore()
    await room.read()
    room.vault.put(tenantPath, { refresh_token: 'second' })
    room.vault.seal()
    room.pass(fiveMinutes)
    expect(await room.read()).toEqual(secret)
    room.pass(30 * 60_000 - 1)
    expect(await room.read()).toEqual(secret)
    room.pass(1)
    await expect(room.read()).rejects.toEqual(unavailable('sealed'))
    room.vault.unseal()
    expect(await room.read()).toEqual({ refresh_token: 'second' })
    expect(room.events.filter(({ event }) => event === 'stale_served')).toHaveLength(2)
  })

  it('a secret that Vault denies or has deleted does not serve on', async () => {
    await using room = await openVaultStore({ auth: plainToken({ policies: [reader] }) })
    await room.read()
    room.vault.revokeTokens()
    room.pass(fiveMinutes)
    await expect(room.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
  })
})

describe('a caller that gives up', () => {
  it('gets its own reason, and the others their answer', async () => {
    await using room = await openVaultStore()
    const hang = room.vault.faults.push({ fault: { kind: 'hang' } })
    const controller = new AbortController()
    const impatient = room.store.ofTenant(tenant, 'amazon_spapi', controller.signal)
    const patient = room.read()
    await hang.struck
    controller.abort(new Error('the import’s deadline'))
    await expect(impatient).rejects.toThrow('the import’s deadline')
    hang.release()
    expect(await patient).toEqual(secret)
    expect(room.vault.journal.count('secret/data')).toBe(1)
  })

  it('before it asked, asks nothing', async () => {
    await using room = await openVaultStore()
    const gone = AbortSignal.abort(new Error('gone'))
    await expect(room.store.ofTenant(tenant, 'amazon_spapi', gone)).rejects.toThrow('gone')
    expect(room.vault.journal.requests).toEqual([])
  })
})

it('a mount that is no path is refused when the store is made', () => {
  const config = { address: 'http://127.0.0.1:1', kvMount: '../sys', kvPrefix: '', requestTimeoutMs: 1 }
  expect(() => createVaultCredentialStore({ ...config, auth: { kind: 'token', token: 't' } })).toThrow('mount')
})
