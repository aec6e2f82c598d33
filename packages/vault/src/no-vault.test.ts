import { expect, it } from 'vitest'
import { noVault } from './no-vault.ts'
import { readTenant } from './testing/open-vault-store.ts'

it('a service without a Vault has no credentials', async () => {
  expect(await readTenant(noVault())).toBeNull()
  expect(await noVault().ofApplication('amazon_spapi', new AbortController().signal)).toBeNull()
})
