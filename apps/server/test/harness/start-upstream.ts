import { startAmazonSimulator, type AmazonSimulatorOptions } from '@orderport/amazon-simulator'
import { startVaultSimulator } from '@orderport/vault-simulator'

const application = { clientId: 'amzn1.application-oa2-client.test', clientSecret: 'application-secret-of-tests' }

/**
 * Starts simulators of Amazon and Vault that know our application. No tenant has credentials yet. `latencyMs` is how
 * long each of Amazon's answers takes.
 */
export async function startUpstream(options: Pick<AmazonSimulatorOptions, 'latencyMs' | 'requestLogCapacity'> = {}) {
  await using cleanup = new AsyncDisposableStack()
  const amazon = cleanup.use(await startAmazonSimulator(options))
  const vault = cleanup.use(await startVaultSimulator())
  amazon.registerApplication(application)
  vault.put('keybuzz/amazon_spapi/app', { client_id: application.clientId, client_secret: application.clientSecret })
  const environment: Readonly<Record<string, string>> = {
    VAULT_ADDR: vault.url,
    VAULT_TOKEN: vault.rootToken,
    AMAZON_SPAPI_ENDPOINT: amazon.url,
    AMAZON_LWA_ENDPOINT: amazon.lwaUrl,
  }
  const owned = cleanup.move()
  return {
    application,
    amazon,
    vault,
    /** The configuration of a service that uses them. */
    environment,
    /** Registers a seller for the tenant at the simulator, and stores its authorisation in Vault. */
    connect(tenantId: string, sellerId: string = `SELLER-${tenantId}`) {
      const refreshToken = `Atzr|${sellerId}`
      const seller = amazon.registerSeller({ sellerId, region: 'eu-west-1', refreshToken })
      vault.put(`keybuzz/tenants/${tenantId}/amazon_spapi`, {
        refresh_token: refreshToken,
        seller_id: sellerId,
        marketplace_id: 'A13V1IB3VIYZZH',
        region: 'eu-west-1',
        created_at: '2026-01-01T00:00:00Z',
      })
      return seller
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
