import { startAmazonSimulator, type AmazonSimulator } from '@orderport/amazon-simulator'
import { startVaultSimulator, type VaultSimulator } from '@orderport/vault-simulator'
import type { ProfileVariables } from './local-settings.ts'
import { localApplication, localTenants } from './local-tenants.ts'

export interface LocalUpstream extends AsyncDisposable {
  /** Lead the service to both simulators. */
  readonly variables: ProfileVariables
  readonly amazonUrl: string
}

/** Starts an Amazon and a Vault on loopback that know the local tenants. They keep nothing: every start is the same. */
export async function startLocalUpstream(): Promise<LocalUpstream> {
  await using cleanup = new AsyncDisposableStack()
  const amazon = cleanup.use(await startAmazonSimulator())
  const vault = cleanup.use(await startVaultSimulator())
  registerSellers(amazon)
  storeCredentials(vault)
  const owned = cleanup.move()
  return {
    amazonUrl: amazon.url,
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

function registerSellers(amazon: AmazonSimulator): void {
  amazon.registerApplication({ clientId: localApplication.client_id, clientSecret: localApplication.client_secret })
  for (const { authorisation, samples } of localTenants(amazon.now())) {
    if (authorisation === null) continue
    const seller = amazon.registerSeller({
      sellerId: authorisation.seller_id,
      region: authorisation.region,
      refreshToken: authorisation.refresh_token,
      marketplaceIds: [authorisation.marketplace_id],
    })
    for (const { order } of samples) seller.putOrder(order)
  }
}

function storeCredentials(vault: VaultSimulator): void {
  vault.put('keybuzz/amazon_spapi/app', { ...localApplication })
  for (const { tenantId, authorisation } of localTenants()) {
    if (authorisation !== null) vault.put(`keybuzz/tenants/${tenantId}/amazon_spapi`, { ...authorisation })
  }
}
