import { describe, expect, it } from 'vitest'
import { hashToken } from './request-log.ts'
import { startVaultSimulator, type VaultSimulator } from './simulator.ts'

interface Call {
  readonly method?: string
  readonly token?: string | null
  readonly body?: unknown
}

async function ask(vault: VaultSimulator, path: string, call: Call = {}): Promise<{ status: number; body: unknown }> {
  const token = call.token === undefined ? vault.rootToken : call.token
  const response = await fetch(`${vault.url}/v1/${path}`, {
    method: call.method ?? 'GET',
    headers: { connection: 'close', ...(token === null ? {} : { 'x-vault-token': token }) },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

const readsShop = [{ path: 'secret/data/shop/*', capabilities: ['read'] }] as const

describe('secrets', () => {
  it('are written, read by version, deleted, undeleted and destroyed', async () => {
    await using vault = await startVaultSimulator({ now: () => 1_000 })
    expect(await ask(vault, 'secret/data/a', { method: 'POST', body: { data: { k: 1 } } })).toMatchObject({
      status: 200,
      body: { data: { version: 1, deletion_time: '', destroyed: false } },
    })
    vault.put('a', { k: 2 })
    expect(await ask(vault, 'secret/data/a')).toMatchObject({
      status: 200,
      body: { data: { data: { k: 2 }, metadata: { version: 2 } } },
    })
    expect(await ask(vault, 'secret/data/a?version=1')).toMatchObject({ body: { data: { data: { k: 1 } } } })
    expect(await ask(vault, 'secret/data/a', { method: 'DELETE' })).toEqual({ status: 204, body: null })
    expect(await ask(vault, 'secret/data/a')).toMatchObject({
      status: 404,
      body: { data: { data: null, metadata: { deletion_time: '1970-01-01T00:00:01.000Z', version: 2 } } },
    })
    await ask(vault, 'secret/undelete/a', { method: 'POST', body: { versions: [2] } })
    expect(await ask(vault, 'secret/data/a')).toMatchObject({ status: 200 })
    await ask(vault, 'secret/destroy/a', { method: 'PUT', body: { versions: [2] } })
    expect(await ask(vault, 'secret/data/a')).toMatchObject({
      status: 404,
      body: { data: { data: null, metadata: { destroyed: true } } },
    })
    await ask(vault, 'secret/metadata/a', { method: 'DELETE' })
    expect(await ask(vault, 'secret/data/a')).toEqual({ status: 404, body: { errors: [] } })
  })

  it('have a number and a time for each version, even when a new one has the same value', async () => {
    let now = Date.parse('2026-02-01T00:00:00Z')
    await using vault = await startVaultSimulator({ now: () => now })
    vault.put('a', { k: 'é' })
    const read = async () => Object(await ask(vault, 'secret/data/a')).body.data
    expect(await read()).toMatchObject({ metadata: { version: 1, created_time: '2026-02-01T00:00:00.000Z' } })
    now += 60_000
    vault.rewrite('a')
    expect(await read()).toMatchObject({
      data: { k: 'é' },
      metadata: { version: 2, created_time: '2026-02-01T00:01:00.000Z' },
    })
    vault.put('a', { k: 'é' })
    expect(await read()).toMatchObject({ data: { k: 'é' }, metadata: { version: 3 } })
    vault.delete('a')
    expect(() => vault.rewrite('a')).toThrow('no secret at a')
    expect(() => vault.rewrite('b')).toThrow('no secret at b')
  })

  it('are listed by folder, and a write with a stale check-and-set is refused', async () => {
    await using vault = await startVaultSimulator()
    vault.put('shop/a', {})
    vault.put('shop/deep/b', {})
    expect(await ask(vault, 'secret/metadata/shop?list=true')).toMatchObject({
      body: { data: { keys: ['a', 'deep/'] } },
    })
    expect(await ask(vault, 'secret/metadata/shop/a')).toMatchObject({ body: { data: { current_version: 1 } } })
    const stale = { data: { k: 1 }, options: { cas: 0 } }
    expect(await ask(vault, 'secret/data/shop/a', { method: 'POST', body: stale })).toMatchObject({ status: 400 })
    expect(await ask(vault, 'secret/data/shop/a', { method: 'POST' })).toMatchObject({ status: 400 })
  })

  it.each([
    ['a missing secret', 'secret/data/none', { errors: [] }],
    ['a missing mount', 'kv/data/none', { errors: ['no handler for route "kv/data/none". route entry not found.'] }],
  ])('%s is a 404', async (_what, path, body) => {
    await using vault = await startVaultSimulator()
    expect(await ask(vault, path)).toEqual({ status: 404, body })
  })
})

describe('tokens', () => {
  it('are refused alike when missing, unknown, expired, revoked or without a policy for the path', async () => {
    let now = 0
    await using vault = await startVaultSimulator({ now: () => now })
    vault.put('shop/a', { k: 1 })
    vault.put('other', { k: 1 })
    vault.definePolicy('shop', readsShop)
    const grant = { policies: ['shop'], ttl: 60 }
    const token = vault.createToken(grant)
    const revoked = vault.createToken(grant)
    vault.revokeToken(revoked)
    const refused = { status: 403, body: { errors: ['permission denied'] } }
    expect(await ask(vault, 'secret/data/shop/a', { token })).toMatchObject({ status: 200 })
    expect(await ask(vault, 'secret/data/other', { token })).toEqual(refused)
    expect(await ask(vault, 'secret/data/shop/a', { token, method: 'DELETE' })).toEqual(refused)
    expect(await ask(vault, 'secret/data/shop/a', { token: revoked })).toEqual(refused)
    expect(await ask(vault, 'secret/data/shop/a', { token: 'hvs.nonsense' })).toEqual(refused)
    expect(await ask(vault, 'secret/data/shop/a', { token: null })).toEqual(refused)
    now = 60_000
    expect(await ask(vault, 'secret/data/shop/a', { token })).toEqual(refused)
  })

  it('are renewed up to their maximum', async () => {
    let now = 0
    await using vault = await startVaultSimulator({ now: () => now })
    const token = vault.createToken({ policies: [], ttl: 60, maxTtl: 100 })
    now = 40_000
    expect(await ask(vault, 'auth/token/lookup-self', { token })).toMatchObject({
      body: { data: { ttl: 20, creation_ttl: 60, renewable: true } },
    })
    const renewed = await ask(vault, 'auth/token/renew-self', { token, method: 'POST' })
    expect(renewed).toMatchObject({ status: 200, body: { auth: { client_token: token, lease_duration: 60 } } })
    now = 70_000
    const capped = await ask(vault, 'auth/token/renew-self', { token, method: 'POST' })
    expect(capped).toMatchObject({ body: { auth: { lease_duration: 30 } } })
    expect(await ask(vault, 'auth/token/renew-self', { method: 'POST' })).toMatchObject({ status: 400 })
  })

  it('come from AppRole and Kubernetes logins', async () => {
    await using vault = await startVaultSimulator()
    const role = vault.createAppRole({ policies: ['shop'], ttl: 60 })
    vault.createKubernetesRole('orders', 'a.b.c', { policies: ['shop'], ttl: 60 })
    const logIn = (path: string, body: unknown): Promise<unknown> =>
      ask(vault, `auth/${path}/login`, { method: 'POST', token: null, body })
    const welcome = { status: 200, body: { auth: { lease_duration: 60, policies: ['shop'] } } }
    expect(await logIn('approle', { role_id: role.roleId, secret_id: role.secretId })).toMatchObject(welcome)
    expect(await logIn('approle', { role_id: role.roleId, secret_id: 'x' })).toMatchObject({ status: 400 })
    expect(await logIn('approle', {})).toMatchObject({ status: 400 })
    expect(await logIn('kubernetes', { role: 'orders', jwt: 'a.b.c' })).toMatchObject(welcome)
    expect(await logIn('kubernetes', { role: 'orders', jwt: 'x' })).toMatchObject({ status: 403 })
    expect(await logIn('kubernetes', { role: 'x', jwt: 'a.b.c' })).toMatchObject({ status: 400 })
    vault.removeAppRole(role.roleId)
    expect(await logIn('approle', { role_id: role.roleId, secret_id: role.secretId })).toMatchObject({ status: 400 })
  })
})

describe('health and the seal', () => {
  it('answers 200, 429 as a standby and 503 when sealed, without a token', async () => {
    await using vault = await startVaultSimulator()
    const health = (): Promise<unknown> => ask(vault, 'sys/health', { token: null })
    expect(await health()).toMatchObject({ status: 200, body: { sealed: false, standby: false } })
    vault.setStandby(true)
    expect(await health()).toMatchObject({ status: 429, body: { sealed: false, standby: true } })
    expect(await ask(vault, 'sys/health?standbyok=true')).toMatchObject({ status: 200 })
    vault.seal()
    expect(await health()).toMatchObject({ status: 503, body: { sealed: true } })
    expect(await ask(vault, 'secret/data/a')).toEqual({ status: 503, body: { errors: ['Vault is sealed'] } })
    vault.unseal()
    expect(await ask(vault, 'secret/data/a')).toMatchObject({ status: 404 })
  })
})

describe('the request log', () => {
  it('keeps method, path, namespace and status, but only the hash of a token', async () => {
    await using vault = await startVaultSimulator({ now: () => 7 })
    await fetch(`${vault.url}/v1/secret/data/a`, {
      headers: { connection: 'close', 'x-vault-token': vault.rootToken, 'x-vault-namespace': 'team' },
    })
    expect(vault.requestLog.requests).toEqual([
      {
        time: 7,
        method: 'GET',
        path: '/v1/secret/data/a',
        namespace: 'team',
        tokenHash: hashToken(vault.rootToken),
        status: 404,
      },
    ])
    expect(vault.requestLog.count('secret/data', 'GET')).toBe(1)
    expect(vault.requestLog.count('secret/data', 'POST')).toBe(0)
    vault.requestLog.clear()
    expect(vault.requestLog.requests).toEqual([])
  })
})
