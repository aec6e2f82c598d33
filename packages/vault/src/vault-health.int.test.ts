import { describe, expect, it } from 'vitest'
import { openVaultStore } from './testing/open-vault-store.ts'

describe('the health of Vault', () => {
  it('tells ok, standby, sealed and unreachable apart, without a token and without the namespace', async () => {
    await using room = await openVaultStore({ config: { namespace: 'team' } })
    const { signal } = new AbortController()
    expect(await room.store.health(signal)).toBe('ok')
    room.vault.setStandby(true)
    expect(await room.store.health(signal)).toBe('standby')
    room.vault.seal()
    expect(await room.store.health(signal)).toBe('sealed')
    expect(room.vault.journal.requests.map(({ status }) => status)).toEqual([200, 429, 503])
    for (const request of room.vault.journal.requests) {
      expect(request).toMatchObject({ path: '/v1/sys/health', tokenHash: null, namespace: null })
    }
    await room.vault.close()
    expect(await room.store.health(signal)).toBe('unreachable')
  })

  it.each([
    ['HTML', { kind: 'html' }],
    ['JSON of another kind', { kind: 'status', status: 200, body: { status: 'UP' } }],
    ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }],
  ] as const)('is unreachable when %s comes back', async (_what, fault) => {
    await using room = await openVaultStore()
    room.vault.faults.push({ fault })
    expect(await room.store.health(new AbortController().signal)).toBe('unreachable')
  })

  it('lets its caller go', async () => {
    await using room = await openVaultStore()
    const hang = room.vault.faults.push({ fault: { kind: 'hang' } })
    const controller = new AbortController()
    const asking = room.store.health(controller.signal)
    await hang.struck
    controller.abort(new Error('enough'))
    await expect(asking).rejects.toThrow('enough')
  })
})
