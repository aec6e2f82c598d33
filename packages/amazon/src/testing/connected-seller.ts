import type { MarketplaceConnector } from '@orderport/domain'
import { type AmazonSimulator, type SimulatedSeller, startAmazonSimulator } from '@orderport/amazon-simulator'
import { createAmazonConnector, type OrdersApiVersion } from '../amazon-connector.ts'
import type { CircuitEvent } from '../transport/send-through-breaker.ts'
import type { UpstreamAttempt } from '../transport/upstream-request.ts'
import { application, storeOf, tenantId } from './credentials.ts'
import { sampleOrder } from './sample-order.ts'

/** A simulated Amazon with one seller and the sample order, and a source that is connected to it. */
export interface ConnectedSeller extends AsyncDisposable {
  readonly amazon: AmazonSimulator
  readonly seller: SimulatedSeller
  readonly source: MarketplaceConnector
  readonly attempts: readonly UpstreamAttempt[]
  readonly circuit: readonly CircuitEvent[]
  /** The source's clock, milliseconds; may be moved. */
  readonly clock: { now: number }
  /** The tenant's secret; may be changed. */
  readonly secret: Record<string, unknown>
  fetchOrder(orderId?: string, signal?: AbortSignal, deadline?: number): ReturnType<Connection['fetch']>
}

type Connection = NonNullable<Awaited<ReturnType<MarketplaceConnector['connect']>>>

const withoutEnd = new AbortController().signal

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
  const source = createAmazonConnector({
    credentials: storeOf(secret),
    endpoints: { spapi: amazon.url, lwa: amazon.lwaUrl },
    application,
    ordersApi,
    now: () => clock.now,
    random: () => 0,
    onAttempt: (attempt) => attempts.push(attempt),
    onCircuit: (event) => circuit.push(event),
  })
  return {
    amazon,
    seller,
    source,
    attempts,
    circuit,
    clock,
    secret,
    async fetchOrder(orderId = sampleOrder.orderId, signal = withoutEnd, deadline?: number) {
      const connection = await source.connect(tenantId, withoutEnd)
      if (connection === null) throw new Error('the tenant has credentials, but no connection was made')
      return connection.fetch(orderId, signal, deadline)
    },
    [Symbol.asyncDispose]: () => amazon.close(),
  }
}
