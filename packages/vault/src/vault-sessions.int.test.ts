import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  appRole,
  hour,
  openVaultStore,
  plainToken,
  reader,
  secret,
  tenant,
  tenantPath,
} from './testing/open-vault-store.ts'

const minute = 60_000
const forgetting = { presentTtlMs: 0, staleForMs: 0 }
const unavailable = (detail: string): unknown =>
  expect.objectContaining({ code: 'CREDENTIALS_UNAVAILABLE', detail: expect.stringContaining(detail) })

describe('logging in', () => {
  it('by AppRole happens on the first read, once for all who wait', async () => {
    await using room = await openVaultStore({ auth: appRole(hour) })
    expect(room.vault.journal.requests).toEqual([])
    expect(await Promise.all([room.read(), room.read()])).toEqual([secret, secret])
    expect(room.vault.journal.count('auth/approle/login', 'POST')).toBe(1)
    expect(room.events).toEqual([{ event: 'logged_in', method: 'approle' }])
  })

  it('with a Kubernetes service account reads its token anew at each login', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orderport-'))
    await using cleanup = new AsyncDisposableStack()
    cleanup.defer(() => rm(folder, { recursive: true }))
    const jwtPath = join(folder, 'token')
    const auth = { kind: 'kubernetes', role: 'orders', jwtPath } as const
    await using room = await openVaultStore({ auth: () => auth, config: forgetting })
    await expect(room.read()).rejects.toEqual(unavailable('login refused (the service account’s token'))
    await writeFile(jwtPath, 'first.jwt\n')
    room.vault.createKubernetesRole('orders', 'first.jwt', hour)
    expect(await room.read()).toEqual(secret)
    await writeFile(jwtPath, 'second.jwt\n')
    room.vault.createKubernetesRole('orders', 'second.jwt', hour)
    room.vault.revokeTokens()
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.count('/v1/auth/kubernetes/login', 'POST')).toBe(2)
  })

  it('that Vault refuses is a failure of its own kind, and tried again by the next read', async () => {
    await using room = await openVaultStore({
      auth: () => ({ kind: 'approle', roleId: 'nobody', secretId: 'nothing' }),
    })
    await expect(room.read()).rejects.toEqual(unavailable('login refused (HTTP 400)'))
    await expect(room.read()).rejects.toEqual(unavailable('login refused (HTTP 400)'))
    expect(room.vault.journal.count('login')).toBe(2)
    expect(room.events).toContainEqual({ event: 'login_failed', method: 'approle', failure: 'login refused' })
  })

  it('at a sealed or hanging Vault fails as Vault does', async () => {
    await using room = await openVaultStore({ auth: appRole(hour), config: { requestTimeoutMs: 50 } })
    room.vault.seal()
    await expect(room.read()).rejects.toEqual(unavailable('sealed'))
    room.vault.unseal()
    room.vault.faults.push({ fault: { kind: 'hang' }, times: 1 })
    await expect(room.read()).rejects.toEqual(unavailable('timeout'))
    expect(await room.read()).toEqual(secret)
  })
})

describe('a 403', () => {
  it('of a dead token leads to one new login for all who met it, and to the answer', async () => {
    await using room = await openVaultStore({ auth: appRole(hour), config: forgetting })
    await room.read()
    room.vault.revokeTokens()
    const { signal } = new AbortController()
    const answers = await Promise.all([room.read(), room.store.ofApplication('amazon_spapi', signal)])
    expect(answers).toEqual([secret, null])
    expect(room.vault.journal.count('login')).toBe(2)
  })

  it('of a policy is a failure after one new login, and no login for each read', async () => {
    await using room = await openVaultStore({ auth: appRole({ ...hour, policies: ['none'] }) })
    await expect(room.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    await expect(room.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    expect(room.vault.journal.count('login')).toBe(1)
    room.pass(10_000)
    await expect(room.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    expect(room.vault.journal.count('login')).toBe(2)
  })

  it('of a plain token is a failure: there is no way to log in', async () => {
    await using room = await openVaultStore({ auth: () => ({ kind: 'token', token: 'hvs.unknown' }) })
    await expect(room.read()).rejects.toEqual(unavailable('denied (HTTP 403)'))
    expect(room.vault.journal.count('login')).toBe(0)
  })

  it('of a login that helps no more is "login refused"', async () => {
    await using room = await openVaultStore({ auth: appRole(hour), config: forgetting })
    await room.read()
    room.vault.removeAppRole('simulated-role-1')
    room.vault.revokeTokens()
    await expect(room.read()).rejects.toEqual(unavailable('login refused'))
  })
})

describe('a token’s life', () => {
  it('is prolonged at two thirds, not before, and the token stays', async () => {
    await using room = await openVaultStore({ auth: appRole(hour), config: forgetting })
    await room.read()
    room.pass(40 * minute - 1)
    await room.read()
    expect(room.vault.journal.count('renew-self')).toBe(0)
    room.pass(1)
    await Promise.all([room.read(), room.read()])
    expect(room.vault.journal.count('renew-self', 'POST')).toBe(1)
    room.pass(30 * minute)
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.count('login')).toBe(1)
    expect(room.events).toContainEqual({ event: 'token_renewed', ttlSeconds: 3600 })
  })

  it('ends at its maximum with a new login, before Vault refuses anything', async () => {
    await using room = await openVaultStore({ auth: appRole({ ...hour, maxTtl: 5400 }), config: forgetting })
    for (let passed = 0; passed < 180; passed += 5) {
      expect(await room.read()).toEqual(secret)
      room.pass(5 * minute)
    }
    expect(room.vault.journal.requests.map(({ status }) => status)).not.toContain(403)
    expect(room.vault.journal.count('login')).toBeGreaterThan(2)
    expect(room.vault.journal.count('login')).toBeLessThan(5)
  })

  it('that can’t be renewed is followed by a login at two thirds', async () => {
    await using room = await openVaultStore({ auth: appRole({ ...hour, renewable: false }), config: forgetting })
    await room.read()
    room.pass(40 * minute)
    await room.read()
    expect(room.vault.journal.count('login')).toBe(2)
    expect(room.vault.journal.count('renew-self')).toBe(0)
  })

  it('goes on to its end when the renewal fails, which is tried again after half a minute', async () => {
    await using room = await openVaultStore({ auth: appRole(hour), config: forgetting })
    await room.read()
    room.pass(40 * minute)
    room.vault.faults.push({ fault: { kind: 'reset' }, path: 'renew-self', times: 1 })
    expect(await room.read()).toEqual(secret)
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.count('renew-self')).toBe(1)
    expect(room.events).toContainEqual({ event: 'renewal_failed', failure: 'unreachable' })
    room.pass(30_000)
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.count('renew-self')).toBe(2)
  })

  it('that ran out unused is followed by a login, without a renewal or a refusal', async () => {
    await using room = await openVaultStore({ auth: appRole(hour), config: forgetting })
    await room.read()
    room.pass(120 * minute)
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })
})

describe('a plain token', () => {
  it('of 32 days is renewed: nobody did, once, and it ran out', async () => {
    await using room = await openVaultStore({
      auth: plainToken({ policies: [reader], ttl: 32 * 24 * 3600 }),
      config: forgetting,
    })
    for (let day = 0; day < 100; day += 5) {
      expect(await room.read()).toEqual(secret)
      room.pass(5 * 24 * 60 * minute)
    }
    expect(room.vault.journal.count('renew-self')).toBeGreaterThan(2)
  })

  it('that reaches its maximum is announced once, and used to its end', async () => {
    await using room = await openVaultStore({
      auth: plainToken({ policies: [reader], ttl: 3600, maxTtl: 3600 }),
      config: forgetting,
    })
    await room.read()
    room.pass(45 * minute)
    expect(await room.read()).toEqual(secret)
    expect(await room.read()).toEqual(secret)
    expect(room.events).toEqual([{ event: 'token_ends', inSeconds: 900 }])
    room.pass(15 * minute)
    await expect(room.read()).rejects.toEqual(unavailable('denied'))
  })

  it('whose lease Vault will not tell is used, and looked at again later', async () => {
    await using room = await openVaultStore({ auth: plainToken({ policies: [reader], ttl: 3600 }), config: forgetting })
    room.vault.faults.push({ fault: { kind: 'html', status: 404 }, path: 'lookup-self', times: 1 })
    expect(await room.read()).toEqual(secret)
    room.pass(5 * minute)
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.count('lookup-self')).toBe(2)
    room.pass(40 * minute)
    expect(await room.read()).toEqual(secret)
    expect(room.vault.journal.count('renew-self')).toBe(1)
  })

  it('without an end is neither renewed nor announced', async () => {
    await using room = await openVaultStore({ config: forgetting })
    await room.read()
    room.pass(365 * 24 * 60 * minute)
    expect(await room.store.ofTenant(tenant, 'amazon_spapi', new AbortController().signal)).toEqual(secret)
    expect(room.vault.journal.requests.map(({ path }) => path)).toEqual([
      '/v1/auth/token/lookup-self',
      `/v1/secret/data/${tenantPath}`,
      `/v1/secret/data/${tenantPath}`,
    ])
    expect(room.events).toEqual([])
  })
})
