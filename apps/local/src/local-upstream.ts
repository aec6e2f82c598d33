import { localApplication, localTenants, registerLocalTenants, startAmazonSimulator } from '@orderport/amazon-simulator'
import { startVaultSimulator } from '@orderport/vault-simulator'
import type { OwnVariables } from './local-settings.ts'

export interface LocalUpstream extends AsyncDisposable {
  readonly variables: OwnVariables
}

/** Starts an Amazon and a Vault on loopback that know the local tenants. They keep nothing: every start makes them alike. */
export async function startLocalUpstream(): Promise<LocalUpstream> {
  await using cleanup = new AsyncDisposableStack()
  const amazon = cleanup.use(await startAmazonSimulator())
  const vault = cleanup.use(await startVaultSimulator())
  registerLocalTenants(amazon)
  vault.put('keybuzz/amazon_spapi/app', { ...localApplication })
  for (const { tenantId, authorisation } of localTenants()) {
    if (authorisation !== null) vault.put(`keybuzz/tenants/${tenantId}/amazon_spapi`, { ...authorisation })
  }
  const owned = cleanup.move()
  return {
    variables: {
      VAULT_ADDR: vault.url,
      VAULT_AUTH: 'token',
      VAULT_TOKEN: vault.rootToken,
      AMAZON_SPAPI_ENDPOINT: amazon.url,
      AMAZON_LWA_ENDPOINT: amazon.lwaUrl,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
