import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { appRole, expectFailure, hour, openVaultStore } from './testing/open-vault-store.ts'

const path = 'keybuzz/amazon_spapi/app'
const name = 'amazon_spapi'
const { signal } = new AbortController()

it('is written by compare-and-set: of writers at once none undoes what another has written', async () => {
  await using fixture = await openVaultStore()
  const { vault, store } = fixture
  vault.put(path, { client_id: 'c', writers: [] })
  const writers = ['a', 'b', 'c', 'd']
  const outcomes = writers.map((writer) =>
    store.changeApplication(
      name,
      (current) => ({ ...current, writers: [...listIn(current?.['writers']), writer] }),
      signal,
    ),
  )
  expect(await Promise.all(outcomes)).toEqual(writers.map(() => 'written'))
  const written = await store.ofApplication(name, signal)
  expect(written?.values['client_id']).toBe('c')
  expect(listIn(written?.values['writers']).toSorted()).toEqual(writers)
})

it('is read again after it was written, and left where there is nothing to change', async () => {
  await using fixture = await openVaultStore()
  const { vault, store } = fixture
  vault.put(path, { client_id: 'before' })
  expect((await store.ofApplication(name, signal))?.values).toEqual({ client_id: 'before' })
  expect(await store.changeApplication(name, () => null, signal)).toBe('unchanged')
  expect(await store.changeApplication(name, () => ({ client_id: 'after' }), signal)).toBe('written')
  expect((await store.ofApplication(name, signal))?.values).toEqual({ client_id: 'after' })
})

it('is written where there was none, and where it was deleted', async () => {
  await using fixture = await openVaultStore()
  const { vault, store } = fixture
  const create = (client_id: string) =>
    store.changeApplication(name, (current) => (current === null ? { client_id } : null), signal)
  expect(await create('first')).toBe('written')
  expect(await create('second')).toBe('unchanged')
  vault.delete(path)
  expect(await create('third')).toBe('written')
  expect((await store.ofApplication(name, signal))?.values).toEqual({ client_id: 'third' })
})

it('is left by a token that may only read', async () => {
  await using fixture = await openVaultStore({ auth: appRole(hour) })
  fixture.vault.put(path, { client_id: 'c' })
  expect(await fixture.store.changeApplication(name, () => ({ client_id: 'd' }), signal)).toBe('denied')
  expect((await fixture.store.ofApplication(name, signal))?.values).toEqual({ client_id: 'c' })
})

it('fails without a secret in the failure while Vault is sealed', async () => {
  await using fixture = await openVaultStore()
  fixture.vault.put(path, { client_id: 'c' })
  fixture.vault.seal()
  const failure = await expectFailure(
    fixture.store.changeApplication(name, () => ({ client_secret: 'a-new-secret' }), signal),
  )
  const detail = expect.stringMatching(/sealed.*writing/)
  expect(failure).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE', detail })
  expect(inspect([failure, fixture.events], { depth: 9 })).not.toContain('a-new-secret')
})

function listIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
