import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appRole, hour, openVaultStore, plainToken, reader, secret, tenantPath } from './testing/open-vault-store.ts'

const minute = 60_000
const withoutCache = { presentTtlMs: 0, staleForMs: 0 }
const unavailable = (detail: string): unknown =>
  expect.objectContaining({ code: 'CREDENTIALS_UNAVAILABLE', detail: expect.stringContaining(detail) })

describe('a login', () => {
  it('by AppRole happens on the first read, once for concurrent reads', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour) })
    expect(fixture.vault.requestLog.requests).toEqual([])
    expect(await Promise.all([fixture.read(), fixture.read()])).toEqual([secret, secret])
    expect(fixture.vault.requestLog.count('auth/approle/login', 'POST')).toBe(1)
    expect(fixture.events).toEqual([{ event: 'logged_in', method: 'approle' }])
  })

  it('with a Kubernetes service account reads its token file every time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orderport-'))
    await using cleanup = new AsyncDisposableStack()
    cleanup.defer(() => rm(folder, { recursive: true }))
    const jwtPath = join(folder, 'token')
    const auth = { kind: 'kubernetes', role: 'orders', jwtPath } as const
    await using fixture = await openVaultStore({ auth: () => auth, config: withoutCache })
    await expect(fixture.read()).rejects.toEqual(unavailable('login refused (the service account’s token'))
    await writeFile(jwtPath, 'first.jwt\n')
    fixture.vault.createKubernetesRole('orders', 'first.jwt', hour)
    expect(await fixture.read()).toEqual(secret)
    await writeFile(jwtPath, 'second.jwt\n')
    fixture.vault.createKubernetesRole('orders', 'second.jwt', hour)
    fixture.vault.revokeTokens()
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.count('/v1/auth/kubernetes/login', 'POST')).toBe(2)
  })

  it('that Vault refuses fails as "login refused", and the next read tries again', async () => {
    await using fixture = await openVaultStore({
      auth: () => ({ kind: 'approle', roleId: 'nobody', secretId: 'nothing' }),
    })
    await expect(fixture.read()).rejects.toEqual(unavailable('login refused (HTTP 400)'))
    await expect(fixture.read()).rejects.toEqual(unavailable('login refused (HTTP 400)'))
    expect(fixture.vault.requestLog.count('login')).toBe(2)
    expect(fixture.events).toContainEqual({ event: 'login_failed', method: 'approle', failure: 'login refused' })
  })

  it('at a sealed or hanging Vault fails as "sealed" or "timeout"', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour), config: { requestTimeoutMs: 500 } })
    fixture.vault.seal()
    await expect(fixture.read()).rejects.toEqual(unavailable('sealed'))
    fixture.vault.unseal()
    fixture.vault.faults.push({ fault: { kind: 'hang' }, times: 1 })
    await expect(fixture.read()).rejects.toEqual(unavailable('timeout'))
    expect(await fixture.read()).toEqual(secret)
  })
})

describe('a 403', () => {
  it('for an expired token leads to one new login for concurrent reads, and to the secret', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour), config: withoutCache })
    await fixture.read()
    fixture.vault.revokeTokens()
    const { signal } = new AbortController()
    const answers = await Promise.all([fixture.read(), fixture.store.ofApplication('amazon_spapi', signal)])
    expect(answers).toEqual([secret, null])
    expect(fixture.vault.requestLog.count('login')).toBe(2)
  })

  it('for a policy is a failure, with at most one login in ten seconds', async () => {
    await using fixture = await openVaultStore({ auth: appRole({ ...hour, policies: ['none'] }) })
    await expect(fixture.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    await expect(fixture.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    expect(fixture.vault.requestLog.count('login')).toBe(1)
    fixture.pass(10_000)
    await expect(fixture.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    expect(fixture.vault.requestLog.count('login')).toBe(2)
  })

  it('for a plain token is a failure, because there is no way to log in', async () => {
    await using fixture = await openVaultStore({ auth: () => ({ kind: 'token', token: 'hvs.unknown' }) })
    await expect(fixture.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    expect(fixture.vault.requestLog.count('login')).toBe(0)
  })

  it('followed by a refused login is "login refused"', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour), config: withoutCache })
    await fixture.read()
    fixture.vault.removeAppRole('simulated-role-1')
    fixture.vault.revokeTokens()
    await expect(fixture.read()).rejects.toEqual(unavailable('login refused'))
  })
})

describe('a token', () => {
  it('is renewed at two thirds of its life, not before', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour), config: withoutCache })
    await fixture.read()
    fixture.pass(40 * minute - 1)
    await fixture.read()
    expect(fixture.vault.requestLog.count('renew-self')).toBe(0)
    fixture.pass(1)
    await Promise.all([fixture.read(), fixture.read()])
    expect(fixture.vault.requestLog.count('renew-self', 'POST')).toBe(1)
    fixture.pass(30 * minute)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.count('login')).toBe(1)
    expect(fixture.events).toContainEqual({ event: 'token_renewed', ttlSeconds: 3600 })
  })

  it('is replaced by a new login at its maximum, before Vault denies a read', async () => {
    await using fixture = await openVaultStore({ auth: appRole({ ...hour, maxTtl: 5400 }), config: withoutCache })
    for (let passed = 0; passed < 180; passed += 5) {
      expect(await fixture.read()).toEqual(secret)
      fixture.pass(5 * minute)
    }
    expect(fixture.vault.requestLog.requests.map(({ status }) => status)).not.toContain(403)
    expect(fixture.vault.requestLog.count('login')).toBeGreaterThan(2)
    expect(fixture.vault.requestLog.count('login')).toBeLessThan(5)
  })

  it('that can’t be renewed is replaced at two thirds of its life', async () => {
    await using fixture = await openVaultStore({ auth: appRole({ ...hour, renewable: false }), config: withoutCache })
    await fixture.read()
    fixture.pass(40 * minute)
    await fixture.read()
    expect(fixture.vault.requestLog.count('login')).toBe(2)
    expect(fixture.vault.requestLog.count('renew-self')).toBe(0)
  })

  it('serves on when its renewal fails, which is tried again after half a minute', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour), config: withoutCache })
    await fixture.read()
    fixture.pass(40 * minute)
    fixture.vault.faults.push({ fault: { kind: 'reset' }, path: 'renew-self', times: 1 })
    expect(await fixture.read()).toEqual(secret)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.count('renew-self')).toBe(1)
    expect(fixture.events).toContainEqual({ event: 'renewal_failed', failure: 'unreachable' })
    fixture.pass(30_000)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.count('renew-self')).toBe(2)
  })

  it('that expired unused is replaced by a new login without trying to renew it', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour), config: withoutCache })
    await fixture.read()
    fixture.pass(120 * minute)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })
})

describe('a plain token', () => {
  it('of 32 days is renewed: one once expired because nothing renewed it', async () => {
    await using fixture = await openVaultStore({
      auth: plainToken({ policies: [reader], ttl: 32 * 24 * 3600 }),
      config: withoutCache,
    })
    for (let day = 0; day < 100; day += 5) {
      expect(await fixture.read()).toEqual(secret)
      fixture.pass(5 * 24 * 60 * minute)
    }
    expect(fixture.vault.requestLog.count('renew-self')).toBeGreaterThan(2)
  })

  it('that reaches its maximum is announced once, and used until it expires', async () => {
    await using fixture = await openVaultStore({
      auth: plainToken({ policies: [reader], ttl: 3600, maxTtl: 3600 }),
      config: withoutCache,
    })
    await fixture.read()
    fixture.pass(45 * minute)
    expect(await fixture.read()).toEqual(secret)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.events).toEqual([{ event: 'token_ends', inSeconds: 900 }])
    fixture.pass(15 * minute)
    await expect(fixture.read()).rejects.toEqual(unavailable('denied'))
  })

  it('whose lease Vault does not tell is used, and looked up again later', async () => {
    await using fixture = await openVaultStore({
      auth: plainToken({ policies: [reader], ttl: 3600 }),
      config: withoutCache,
    })
    fixture.vault.faults.push({ fault: { kind: 'html', status: 404 }, path: 'lookup-self', times: 1 })
    expect(await fixture.read()).toEqual(secret)
    fixture.pass(5 * minute)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.count('lookup-self')).toBe(2)
    fixture.pass(40 * minute)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.count('renew-self')).toBe(1)
  })

  it('that never expires is neither renewed nor announced', async () => {
    await using fixture = await openVaultStore({ config: withoutCache })
    await fixture.read()
    fixture.pass(365 * 24 * 60 * minute)
    expect(await fixture.read()).toEqual(secret)
    expect(fixture.vault.requestLog.requests.map(({ path }) => path)).toEqual([
      '/v1/auth/token/lookup-self',
      `/v1/secret/data/${tenantPath}`,
      `/v1/secret/data/${tenantPath}`,
    ])
    expect(fixture.events).toEqual([])
  })
})
