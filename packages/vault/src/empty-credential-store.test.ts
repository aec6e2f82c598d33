import { expect, it } from 'vitest'
import { emptyCredentialStore } from './empty-credential-store.ts'
import { readTenant } from './testing/open-vault-store.ts'

it('a service without a Vault has no credentials', async () => {
  expect(await readTenant(emptyCredentialStore)).toBeNull()
  expect(await emptyCredentialStore.ofApplication('amazon_spapi', new AbortController().signal)).toBeNull()
})
