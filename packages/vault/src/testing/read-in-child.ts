import nodeVault from 'node-vault'
import { createVaultCredentialStore } from '../vault-credential-store.ts'
import { readTenant } from './open-vault-store.ts'

/**
 * A program that reads the tenant's secret through the store, run with DEBUG and hostile variables set. With the
 * argument `bare` it uses node-vault as it comes, to show that this prints secrets.
 */
const [, , mode, address = '', roleId = '', secretId = ''] = process.argv

if (mode === 'bare') {
  const client = nodeVault({ endpoint: address })
  await client.approleLogin({ role_id: roleId, secret_id: secretId })
  await client.read('secret/data/keybuzz/tenants/acme/amazon_spapi')
} else {
  const store = createVaultCredentialStore({
    address,
    auth: { kind: 'approle', roleId, secretId },
    kvMount: 'secret',
    kvPrefix: 'keybuzz',
    application: 'amazon_spapi',
    requestTimeoutMs: 5_000,
  })
  const read = await readTenant(store)
  process.stdout.write(JSON.stringify(Object.keys(read ?? {})))
  store.close()
}
