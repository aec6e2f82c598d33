import { type AmazonSimulator, type SimulatedSeller, startAmazonSimulator } from '@orderport/amazon-simulator'
import type { ChannelOrder, Deadline, MarketplaceConnector, SellerClient } from '@orderport/domain'
import { createAmazonConnector, type OrdersApiVersion } from '../amazon-connector.ts'
import type { ReducedOrderEvent } from '../reduced-order.ts'
import type { CircuitEvent } from '../transport/send-through-breaker.ts'
import type { UpstreamAttempt } from '../transport/upstream-request.ts'
import { application, storeOf, tenantId } from './credentials.ts'
import { noDeadline } from './deadlines.ts'
import { sampleOrder } from './sample-order.ts'

/** A simulated Amazon with one seller and the sample order, and a connector that reads this seller's credentials. */
export interface ConnectedSeller extends AsyncDisposable {
  readonly amazon: AmazonSimulator
  readonly seller: SimulatedSeller
  readonly connector: MarketplaceConnector
  readonly attempts: readonly UpstreamAttempt[]
  readonly circuit: readonly CircuitEvent[]
  readonly reduced: readonly ReducedOrderEvent[]
  /** The connector's clock, in milliseconds; tests may move it. */
  readonly clock: { now: number }
  /** The tenant's secret; tests may change it. */
  readonly secret: Record<string, unknown>
  fetchOrder(orderId?: string, deadline?: Deadline): Promise<ChannelOrder>
}

export async function connectSeller(ordersApi?: OrdersApiVersion): Promise<ConnectedSeller> {
  const clock = { now: Date.parse('2026-02-08T12:00:00Z') }
  const amazon = await startAmazonSimulator({ now: () => clock.now })
  amazon.registerApplication(application)
  const seller = amazon.registerSeller({ sellerId: 'A1SELLER', region: 'eu-west-1', refreshToken: 'Atzr|first' })
  seller.putOrder(sampleOrder)
  const secret: Record<string, unknown> = {
    refresh_token: 'Atzr|first',
    seller_id: 'A1SELLER',
    marketplace_id: 'A13V1IB3VIYZZH',
    region: 'eu-west-1',
  }
  const attempts: UpstreamAttempt[] = []
  const circuit: CircuitEvent[] = []
  const reduced: ReducedOrderEvent[] = []
  const connector = createAmazonConnector({
    credentials: storeOf(secret),
    endpoints: { spapi: amazon.url, lwa: amazon.lwaUrl },
    application,
    ordersApi,
    now: () => clock.now,
    random: () => 0,
    onAttempt: (attempt) => attempts.push(attempt),
    onCircuit: (event) => circuit.push(event),
    onReduced: (event) => reduced.push(event),
  })
  return {
    amazon,
    seller,
    connector,
    attempts,
    circuit,
    reduced,
    clock,
    secret,
    async fetchOrder(orderId = sampleOrder.orderId, deadline = noDeadline) {
      const client = await connectTenant(connector)
      return client.fetch(orderId, deadline)
    },
    [Symbol.asyncDispose]: () => amazon.close(),
  }
}

/** Returns the tenant's client. Throws where the connector finds no credentials. */
export async function connectTenant(connector: MarketplaceConnector): Promise<SellerClient> {
  const client = await connector.connect(tenantId, noDeadline.signal)
  if (client === null) throw new Error('the tenant has credentials, but the connector opened no client')
  return client
}
