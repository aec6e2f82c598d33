import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inspect, promisify } from 'node:util'
import type { VaultFault } from '@orderport/vault-simulator'
import { describe, expect, it } from 'vitest'
import { appRole, expectFailure, hour, openVaultStore, plainToken, secret } from './testing/open-vault-store.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('testing/read-in-child.ts', import.meta.url))

/** Everything that can be printed of a value, including hidden members and causes. */
function everythingIn(value: unknown): string {
  const shown = inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null })
  return value instanceof Error ? `${shown}\n${value.stack}\n${JSON.stringify(value)}` : shown
}

describe('in a process with DEBUG on', () => {
  const environment = { PATH: process.env['PATH'], DEBUG: '*', NODE_NO_WARNINGS: '1' }

  it('bare node-vault prints the secret id, and the store prints nothing', async () => {
    await using fixture = await openVaultStore()
    const role = fixture.vault.createAppRole(hour)
    const call = [fixture.vault.url, role.roleId, role.secretId]
    const bare = await run(process.execPath, [script, 'bare', ...call], { env: environment })
    expect(bare.stderr).toContain(role.secretId)
    const ours = await run(process.execPath, [script, 'ours', ...call], { env: environment })
    expect(ours).toEqual({ stdout: '["refresh_token","seller_id"]', stderr: '' })
  })

  it('neither VAULT_ variables nor a proxy of the environment change how the store reads', async () => {
    await using fixture = await openVaultStore()
    const role = fixture.vault.createAppRole(hour)
    const nowhere = 'http://127.0.0.1:1'
    const hostile = {
      VAULT_ADDR: nowhere,
      VAULT_TOKEN: 'hvs.of-someone-else',
      VAULT_NAMESPACE: 'elsewhere',
      VAULT_PREFIX: '/elsewhere',
      HTTP_PROXY: nowhere,
      http_proxy: nowhere,
      NODE_USE_ENV_PROXY: '1',
    }
    const ours = await run(process.execPath, [script, 'ours', fixture.vault.url, role.roleId, role.secretId], {
      env: { ...environment, ...hostile },
    })
    expect(ours.stdout).toBe('["refresh_token","seller_id"]')
    const [login, read] = fixture.vault.requestLog.requests
    expect(login).toMatchObject({ path: '/v1/auth/approle/login', namespace: null, tokenHash: null })
    expect(read).toMatchObject({ namespace: null, status: 200 })
  })
})

describe('errors and events', () => {
  const faults: readonly (readonly [string, VaultFault])[] = [
    ['login', { kind: 'reset' }],
    ['login', { kind: 'status', status: 400, body: { errors: ['bad secret_id simulated-secret-id-1'] } }],
    ['login', { kind: 'status', status: 200, body: { auth: { client_token: 7, hint: 'hvs.simulated-2' } } }],
    ['secret/', { kind: 'reset' }],
    ['secret/', { kind: 'truncated' }],
    ['secret/', { kind: 'status', status: 500, body: { errors: ['token hvs.simulated-2 exploded'] } }],
    ['secret/', { kind: 'status', status: 403, body: { errors: ['hvs.simulated-2 denied'] } }],
    ['secret/', { kind: 'status', status: 200, body: { data: { data: 'Atzr|open-sesame', metadata: {} } } }],
  ]

  it.each(faults)('hold no token and no secret when %s meets %j', async (path, fault) => {
    await using fixture = await openVaultStore({ auth: appRole(hour) })
    fixture.vault.faults.push({ fault, path })
    const said = everythingIn(await expectFailure(fixture.read())) + everythingIn(fixture.events)
    expect(said).toContain('CREDENTIALS_UNAVAILABLE')
    expect(said).not.toMatch(/simulated-|hvs\.|Atzr|open-sesame/u)
  })

  it('hold none when a plain token has a character that is invalid in a header', async () => {
    await using fixture = await openVaultStore({ auth: () => ({ kind: 'token', token: 'hvs.bad\ntoken' }) })
    const said = everythingIn(await expectFailure(fixture.read()))
    expect(said).toContain('ERR_INVALID_CHAR')
    expect(said).not.toContain('hvs.')
  })

  it('hold none over a token’s whole life: login, renewal, stale answer, end', async () => {
    await using fixture = await openVaultStore({ auth: plainToken({ ...hour, maxTtl: 4000 }) })
    expect(await fixture.read()).toEqual(secret)
    fixture.pass(41 * 60_000)
    await fixture.read()
    fixture.pass(20 * 60_000)
    await fixture.read()
    fixture.vault.seal()
    fixture.pass(6 * 60_000)
    await fixture.read()
    const names = fixture.events.map(({ event }) => event)
    expect(names).toEqual(['token_renewed', 'token_ends', 'read_failed', 'stale_served'])
    expect(everythingIn(fixture.events)).not.toMatch(/simulated-|hvs\.|Atzr/u)
  })

  it('the store itself prints no secret', async () => {
    await using fixture = await openVaultStore({ auth: appRole(hour) })
    await fixture.read()
    expect(everythingIn(fixture.store)).toContain('ofTenant')
    expect(everythingIn(fixture.store)).not.toMatch(/simulated-|hvs\.|Atzr/u)
  })
})
