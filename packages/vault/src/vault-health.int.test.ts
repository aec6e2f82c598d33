import { describe, expect, it } from 'vitest'
import { appRole, hour, openVaultStore, plainToken, reader } from './testing/open-vault-store.ts'

const applicationPath = 'keybuzz/amazon_spapi/app'
const well = { state: 'ok', reason: null }
const second = 1000
const { signal } = new AbortController()

describe('the state of Vault', () => {
  it('is ok, standby, sealed or unreachable; the node’s own state is asked without token and namespace', async () => {
    await using fixture = await openVaultStore({ config: { namespace: 'team' } })
    const stateAfter = async (change: () => unknown) => {
      await change()
      fixture.pass(second)
      return (await fixture.store.health(signal)).state
    }
    expect(await stateAfter(() => undefined)).toBe('ok')
    expect(await stateAfter(() => fixture.vault.setStandby(true))).toBe('standby')
    expect(await stateAfter(() => fixture.vault.seal())).toBe('sealed')
    const asked = fixture.vault.requestLog.requests.filter(({ path }) => path.startsWith('/v1/sys/health'))
    expect(asked.map(({ status }) => status)).toEqual([200, 429, 503])
    for (const request of asked) expect(request).toMatchObject({ tokenHash: null, namespace: null })
    expect(await stateAfter(() => fixture.vault.close())).toBe('unreachable')
  })

  it('is ok whether or not the application has a secret, and reads no tenant’s', async () => {
    await using fixture = await openVaultStore()
    expect(await fixture.store.health(signal)).toEqual(well)
    fixture.vault.put(applicationPath, { client_id: 'c', client_secret: 's' })
    fixture.pass(second)
    expect(await fixture.store.health(signal)).toEqual(well)
    expect(fixture.vault.requestLog.count('tenants')).toBe(0)
  })

  it('is ok behind a gateway that hides the node’s state', async () => {
    await using fixture = await openVaultStore()
    fixture.vault.faults.push({ fault: { kind: 'html', status: 403 }, path: 'sys/health' })
    expect(await fixture.store.health(signal)).toEqual(well)
  })

  it.each([
    ['HTML', { kind: 'html' }],
    ['JSON of another kind', { kind: 'status', status: 200, body: { status: 'UP' } }],
    ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }],
    ['bytes that are not text', { kind: 'bytes', contentType: 'application/json', body: Uint8Array.of(0xe9) }],
  ] as const)('is unreachable when %s comes back', async (_what, fault) => {
    await using fixture = await openVaultStore()
    fixture.vault.faults.push({ fault })
    expect(await fixture.store.health(signal)).toMatchObject({ state: 'unreachable' })
  })

  it('throws the reason of an aborted signal', async () => {
    await using fixture = await openVaultStore()
    const hang = fixture.vault.faults.push({ fault: { kind: 'hang' } })
    const controller = new AbortController()
    const waiting = fixture.store.health(controller.signal)
    await hang.met
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })
})

describe('credentials that Vault refuses are denied, though the node is well', () => {
  const denied = (note: string) => ({
    state: 'denied',
    reason: `Vault: ${note}, reading secret/data/${applicationPath}`,
  })

  it('an unknown token', async () => {
    await using fixture = await openVaultStore({ auth: () => ({ kind: 'token', token: 'hvs.unknown' }) })
    expect(await fixture.store.health(signal)).toEqual(denied('denied (HTTP 403)'))
  })

  it('a token that was revoked, while known secrets still serve', async () => {
    await using fixture = await openVaultStore({ auth: plainToken({ policies: [reader] }) })
    await fixture.read()
    expect(await fixture.store.health(signal)).toEqual(well)
    fixture.vault.revokeTokens()
    fixture.pass(second)
    expect(await fixture.store.health(signal)).toEqual(denied('denied (HTTP 403)'))
    expect(await fixture.read()).not.toBeNull()
  })

  it('a token whose policy does not cover our secrets', async () => {
    await using fixture = await openVaultStore({ auth: plainToken({ policies: ['none'] }) })
    expect(await fixture.store.health(signal)).toEqual(denied('denied (HTTP 403)'))
  })

  it('a login that Vault refuses', async () => {
    const auth = { kind: 'approle', roleId: 'nobody', secretId: 'nothing' } as const
    await using fixture = await openVaultStore({ auth: () => auth })
    expect(await fixture.store.health(signal)).toEqual(denied('login refused (HTTP 400)'))
  })
})

it('a token that may not look itself up but may read is ok', async () => {
  await using fixture = await openVaultStore({ auth: plainToken({ policies: [reader, 'blind'] }) })
  fixture.vault.definePolicy('blind', [{ path: 'auth/token/lookup-self', capabilities: ['deny'] }])
  expect(await fixture.store.health(signal)).toEqual(well)
})

it('a login that ended is replaced, as a read would', async () => {
  await using fixture = await openVaultStore({ auth: appRole(hour) })
  expect(await fixture.store.health(signal)).toEqual(well)
  fixture.vault.revokeTokens()
  fixture.pass(second)
  expect(await fixture.store.health(signal)).toEqual(well)
  expect(fixture.vault.requestLog.count('login')).toBe(2)
})

it.each([
  ['a mount that does not exist', { kvMount: 'kv' }, 'no such mount (HTTP 404)'],
  ['a mount of another kind', {}, 'malformed secret (its data is not an object)'],
])('%s is unusable', async (_what, config, note) => {
  await using fixture = await openVaultStore({ config })
  const body = { data: { data: 'text' } }
  if (note.startsWith('malformed')) {
    fixture.vault.faults.push({ fault: { kind: 'status', status: 200, body }, path: applicationPath })
  }
  const { state, reason } = await fixture.store.health(signal)
  expect(state).toBe('unusable')
  expect(reason).toContain(note)
})

it('Vault is asked once for a hundred simultaneous checks, and once a second', async () => {
  await using fixture = await openVaultStore()
  const ask = () => Promise.all(Array.from({ length: 100 }, () => fixture.store.health(signal)))
  expect(new Set(await ask())).toEqual(new Set([well]))
  fixture.pass(second - 1)
  await ask()
  expect(fixture.vault.requestLog.count('sys/health')).toBe(1)
  expect(fixture.vault.requestLog.count(applicationPath)).toBe(1)
  fixture.pass(1)
  await ask()
  expect(fixture.vault.requestLog.count('sys/health')).toBe(2)
  expect(fixture.vault.requestLog.count(applicationPath)).toBe(2)
})
