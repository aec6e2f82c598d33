import { describe, expect, it } from 'vitest'
import { openVaultStore } from './testing/open-vault-store.ts'

describe('the state of Vault', () => {
  it('is ok, standby, sealed or unreachable, asked without token and namespace', async () => {
    await using fixture = await openVaultStore({ config: { namespace: 'team' } })
    const { signal } = new AbortController()
    expect(await fixture.store.health(signal)).toBe('ok')
    fixture.vault.setStandby(true)
    expect(await fixture.store.health(signal)).toBe('standby')
    fixture.vault.seal()
    expect(await fixture.store.health(signal)).toBe('sealed')
    expect(fixture.vault.requestLog.requests.map(({ status }) => status)).toEqual([200, 429, 503])
    for (const request of fixture.vault.requestLog.requests) {
      expect(request).toMatchObject({ path: '/v1/sys/health', tokenHash: null, namespace: null })
    }
    await fixture.vault.close()
    expect(await fixture.store.health(signal)).toBe('unreachable')
  })

  it.each([
    ['HTML', { kind: 'html' }],
    ['JSON of another kind', { kind: 'status', status: 200, body: { status: 'UP' } }],
    ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }],
  ] as const)('is unreachable when %s comes back', async (_what, fault) => {
    await using fixture = await openVaultStore()
    fixture.vault.faults.push({ fault })
    expect(await fixture.store.health(new AbortController().signal)).toBe('unreachable')
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
