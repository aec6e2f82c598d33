import {
  referenceOrder,
  startAmazonSimulator,
  type AmazonOrder,
  type SimulatedSeller,
} from '@orderport/amazon-simulator'
import { startVaultSimulator } from '@orderport/vault-simulator'

/** The upstream process: Amazon and Vault, simulated. Its parent says which tenants sell there, and adds orders. */
export interface UpstreamRequest {
  readonly tenantId: string
  readonly references: readonly string[]
}

const latencyMs = Number(process.argv[2])
const application = { clientId: 'amzn1.application-oa2-client.bench', clientSecret: 'application-secret-of-the-bench' }
// The service asks for nothing that it remembers, so the log need not hold the requests of a whole run.
const amazon = await startAmazonSimulator({ latencyMs, requestLogCapacity: 10 })
const vault = await startVaultSimulator()
amazon.registerApplication(application)
amazon.usagePlans.override('getOrder', { rate: 1000, burst: 1000 })
vault.put('keybuzz/amazon_spapi/app', { client_id: application.clientId, client_secret: application.clientSecret })
const day = 24 * 60 * 60_000
const daysFromNow = (days: number) => `${new Date(Date.now() + days * day).toISOString().slice(0, 19)}Z`
const reference = referenceOrder()
/** The simulator's reference order, but ordered two days ago: how an order stands depends on how old it is. */
const order: AmazonOrder = {
  ...reference,
  createdTime: daysFromNow(-2),
  lastUpdatedTime: daysFromNow(-1),
  fulfillment: {
    ...reference.fulfillment,
    fulfillmentStatus: 'SHIPPED',
    shipByWindow: { earliestDateTime: daysFromNow(-1), latestDateTime: daysFromNow(0) },
    deliverByWindow: { earliestDateTime: daysFromNow(2), latestDateTime: daysFromNow(4) },
  },
}
const sellers = new Map<string, SimulatedSeller>()

function sellerOf(tenantId: string): SimulatedSeller {
  const known = sellers.get(tenantId)
  if (known !== undefined) return known
  const sellerId = `SELLER-${tenantId}`
  const refreshToken = `Atzr|${sellerId}`
  const seller = amazon.registerSeller({ sellerId, region: 'eu-west-1', refreshToken })
  vault.put(`keybuzz/tenants/${tenantId}/amazon_spapi`, {
    refresh_token: refreshToken,
    seller_id: sellerId,
    marketplace_id: 'A13V1IB3VIYZZH',
    region: 'eu-west-1',
    created_at: '2026-01-01T00:00:00Z',
  })
  sellers.set(tenantId, seller)
  return seller
}

process.on('message', ({ tenantId, references }: UpstreamRequest) => {
  const seller = sellerOf(tenantId)
  for (const orderId of references) seller.putOrder({ ...order, orderId })
  process.send?.('added')
})
process.once('disconnect', () => process.exit(0))
process.send?.({
  VAULT_ADDR: vault.url,
  VAULT_TOKEN: vault.rootToken,
  AMAZON_SPAPI_ENDPOINT: amazon.url,
  AMAZON_LWA_ENDPOINT: amazon.lwaUrl,
  AMAZON_SPAPI_CLIENT_ID: application.clientId,
  AMAZON_SPAPI_CLIENT_SECRET: application.clientSecret,
})
