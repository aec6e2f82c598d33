import type { CredentialStore, MarketplaceConnector, UpstreamQuota } from '@orderport/domain'
import { openConnection } from './seller-session.ts'
import {
  type Application,
  forgetApplication,
  forgetAuthorisation,
  readApplication,
  readAuthorisation,
} from './credentials.ts'
import { sendRequest, type Transport } from './transport/send-request.ts'
import { type CircuitEvent, sendThroughBreaker } from './transport/send-through-breaker.ts'
import { sendWithRetries } from './transport/send-with-retries.ts'
import type { Send, UpstreamAttempt } from './transport/upstream-request.ts'
import { AccessTokens } from './lwa/access-tokens.ts'
import { isOrderReference } from './order-reference.ts'
import { ProcessQuota } from './quota/process-quota.ts'
import type { QuotaEvent } from './quota/quota-event.ts'
import { sendWithinQuota } from './quota/send-within-quota.ts'
import { SharedQuota } from './quota/shared-quota.ts'
import { fetchOrder } from './orders/fetch-order.ts'
import { createFetchOrderV0 } from './orders/v0/fetch-order.ts'
import { regionEndpoints } from './region.ts'
import { checkedUserAgent, defaultUserAgent } from './user-agent.ts'

/** A version of Amazon's Orders API. Amazon removes the reads of v0 on 2027-03-27. */
export type OrdersApiVersion = '2026-01-01' | 'v0'

export interface AmazonSourceOptions {
  readonly credentials: CredentialStore
  readonly endpoints: {
    /** Replaces Amazon's endpoint of every region, for a simulator. From the service's configuration, never a tenant's. */
    readonly spapi?: string | undefined
    /** Login with Amazon's token endpoint. */
    readonly lwa: string
  }
  /** Our application's client where the credential store holds none. */
  readonly application?: Application | undefined
  /** Amazon's usage plans as all processes share them. Without it this process keeps them alone. */
  readonly quota?: UpstreamQuota | undefined
  /** 2026-01-01 unless given. */
  readonly ordersApi?: OrdersApiVersion | undefined
  readonly userAgent?: string | undefined
  readonly fetch?: typeof fetch | undefined
  /** Milliseconds. */
  readonly now?: (() => number) | undefined
  /** Numbers in [0, 1), for the pauses between attempts. */
  readonly random?: (() => number) | undefined
  /** Called once for each request, for logs and metrics. Must not throw. */
  readonly onAttempt?: ((attempt: UpstreamAttempt) => void) | undefined
  /** Told when the quota refuses a request, is pushed back, or can't be reached. Must not throw. */
  readonly onQuota?: ((event: QuotaEvent) => void) | undefined
  /** Called when requests to a host are held back, and when they go out again. Must not throw. */
  readonly onCircuit?: ((event: CircuitEvent) => void) | undefined
}

/** Amazon as a source of orders, by its Selling Partner API. Throws an Error for a user agent that Amazon would refuse. */
export function createAmazonConnector(options: AmazonSourceOptions): MarketplaceConnector {
  const now = options.now ?? Date.now
  const userAgent = checkedUserAgent(options.userAgent ?? defaultUserAgent)
  const transport: Transport = { fetch: options.fetch ?? fetch, now, onAttempt: options.onAttempt ?? ignore }
  const onQuota = options.onQuota ?? ignore
  const quota = options.quota === undefined ? new ProcessQuota(now) : new SharedQuota(options.quota, { now, onQuota })
  const retries = { random: options.random ?? Math.random, now }
  const sendOnce: Send = (request) => sendRequest(transport, request)
  // Each service has its breakers, even where a simulator plays both on one host. A retry takes quota, a refusal none.
  const persist = (send: Send): Send => sendWithRetries(sendThroughBreaker(send, options.onCircuit ?? ignore), retries)
  const send = persist(sendWithinQuota(sendOnce, { quota, now, onQuota }))
  const tokens = new AccessTokens({ url: options.endpoints.lwa, userAgent, send: persist(sendOnce) }, now)
  const fetchByVersion = options.ordersApi === 'v0' ? createFetchOrderV0(now) : fetchOrder
  return {
    channel: 'amazon',
    name: 'amazon_spapi',
    isReference: isOrderReference,
    async connect(tenantId, signal) {
      const authorisation = await readAuthorisation(options.credentials, tenantId, signal)
      if (authorisation === null) return null
      const application = await readApplication(options.credentials, options.application, signal)
      const endpoint = trimSlash(options.endpoints.spapi ?? regionEndpoints[authorisation.region])
      const client = {
        send,
        tokens,
        userAgent,
        endpoint,
        fetchOrder: fetchByVersion,
        refusedApplication: () => forgetApplication(options.credentials),
      }
      return openConnection(client, { authorisation, application })
    },
    forgetCredentials: (tenantId) => forgetAuthorisation(options.credentials, tenantId),
  }
}

function ignore(): void {
  // Nobody listens.
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
