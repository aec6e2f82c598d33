import { referenceOrder, type AmazonOrder, type SimulatedSeller } from '@orderport/amazon-simulator'
import { startUpstream } from '@orderport/server/testing/start-upstream'
import { sellerPlan } from './seller-plan.ts'

/** The upstream process: Amazon and Vault, simulated. Its parent says which tenants sell there, and adds orders. */
export interface UpstreamRequest {
  readonly tenantId: string
  readonly references: readonly string[]
}

const latencyMs = Number(process.argv[2])
// The service asks for nothing that it remembers, so the log need not hold the requests of a whole run.
const { amazon, application, environment, connect } = await startUpstream({ latencyMs, requestLogCapacity: 10 })
amazon.usagePlans.override('getOrder', sellerPlan)
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
  const seller = connect(tenantId)
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
  ...environment,
  AMAZON_SPAPI_CLIENT_ID: application.clientId,
  AMAZON_SPAPI_CLIENT_SECRET: application.clientSecret,
})
