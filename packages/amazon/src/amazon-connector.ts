import {
  type CredentialStore,
  DomainError,
  type MarketplaceConnector,
  type SellerClient,
  type Tracer,
  type UpstreamQuota,
} from '@orderport/domain'
import { isOrderReference, regionEndpoints } from './amazon-ids.ts'
import {
  type Application,
  type Authorisation,
  authorisationFingerprintOf,
  credentialsFingerprintOf,
  forgetApplication,
  forgetAuthorisation,
  readApplication,
  readAuthorisation,
} from './credentials.ts'
import { findOrderReferences } from './find-order-references.ts'
import { AccessTokens } from './lwa/access-tokens.ts'
import * as ordersApis from './orders-apis.ts'
import { ProcessQuota } from './quota/process-quota.ts'
import type { QuotaEvent, QuotaTaken } from './quota/quota-event.ts'
import { sendWithinQuota } from './quota/send-within-quota.ts'
import { SharedQuota } from './quota/shared-quota.ts'
import type { ReducedOrderEvent } from './reduced-order.ts'
import type { OrdersApi, SellerSession } from './seller-session.ts'
import { sendRequest, type TransportDeps } from './transport/send-request.ts'
import { type CircuitEvent, sendThroughBreaker } from './transport/send-through-breaker.ts'
import { sendWithRetries } from './transport/send-with-retries.ts'
import type { Send, UpstreamAttempt } from './transport/upstream-request.ts'
import { checkedUserAgent, defaultUserAgent } from './user-agent.ts'

const ordersApiFactories = { ...ordersApis }

export type OrdersApiVersion = keyof typeof ordersApiFactories

export interface AmazonConnectorOptions {
  readonly credentials: CredentialStore
  readonly endpoints: {
    /** Replaces Amazon's endpoint of every region, for a simulator. It is the service's setting, never a tenant's. */
    readonly spapi?: string | undefined
    /** The token endpoint of Login with Amazon. */
    readonly lwa: string
  }
  /** Our application's credentials, for when the credential store holds none. */
  readonly application?: Application | undefined
  /** Amazon's usage plans, shared by all processes. Without it each process counts by itself. */
  readonly quota?: UpstreamQuota | undefined
  /** 2026-01-01 unless given. */
  readonly ordersApi?: OrdersApiVersion | undefined
  readonly userAgent?: string | undefined
  readonly fetch?: typeof fetch | undefined
  /** Shows each request in the trace that it belongs to. */
  readonly tracer?: Tracer | undefined
  /** Returns milliseconds. */
  readonly now?: (() => number) | undefined
  /** Returns numbers in [0, 1), for the pauses between attempts. */
  readonly random?: (() => number) | undefined
  /** Called once for each request, for logs and metrics. Must not throw. */
  readonly onAttempt?: ((attempt: UpstreamAttempt) => void) | undefined
  /** Called when the quota refuses a request, backs off, or can't be reached. Must not throw. */
  readonly onQuota?: ((event: QuotaEvent) => void) | undefined
  /** Called for each token that the quota grants. Must not throw. */
  readonly onQuotaTaken?: ((taken: QuotaTaken) => void) | undefined
  /** Called when requests to a host are held back, and when they go out again. Must not throw. */
  readonly onCircuit?: ((event: CircuitEvent) => void) | undefined
  /** Called when Amazon refuses a part of an order and the order comes without it. Must not throw. */
  readonly onReduced?: ((event: ReducedOrderEvent) => void) | undefined
}

/**
 * Returns the connector for Amazon's Selling Partner API. Throws an Error for a user agent that Amazon would refuse.
 */
export function createAmazonConnector(options: AmazonConnectorOptions): MarketplaceConnector {
  const { credentials, endpoints, onReduced = ignore } = options
  const now = options.now ?? Date.now
  const userAgent = checkedUserAgent(options.userAgent ?? defaultUserAgent)
  const { send, sendToLwa } = createSenders(options, now)
  const accessTokens = new AccessTokens({
    endpoint: { url: endpoints.lwa, userAgent, send: sendToLwa },
    now,
    onApplicationRefused: () => forgetApplication(credentials),
  })
  const ordersApi = ordersApiFactories[options.ordersApi ?? '2026-01-01']({ now, onReduced })
  return {
    channel: 'amazon',
    name: 'amazon_spapi',
    plans: ordersApi.plans,
    isReference: isOrderReference,
    findReferences: findOrderReferences,
    async connect(tenantId, signal) {
      const authorisation = await readAuthorisation(credentials, tenantId, signal)
      if (authorisation === null) return null
      const application = await readApplication(credentials, options.application, signal)
      const { seller_id: sellerId, refresh_token: refreshToken, region } = authorisation
      const grant = { sellerId, application, refreshToken }
      const tokens = {
        get: (signal: AbortSignal) => accessTokens.get(grant, signal),
        drop: (refused: string) => accessTokens.drop(grant, refused),
      }
      const endpoint = (endpoints.spapi ?? regionEndpoints[region]).replace(/\/+$/, '')
      const marketplaceId = authorisation.marketplace_id || null
      const session = { ...grant, region, marketplaceId, tokens, endpoint, userAgent, send }
      return createSellerClient(authorisation, session, ordersApi)
    },
    forgetCredentials: (tenantId) => forgetAuthorisation(credentials, tenantId),
  }
}

function createSellerClient(
  authorisation: Authorisation,
  session: Omit<SellerSession, 'priority'>,
  { fetchOrder, listOrders }: OrdersApi,
): SellerClient {
  const { sellerId, region, marketplaceId } = session
  return {
    sellerId,
    region,
    marketplaceId,
    credentialsFingerprint: credentialsFingerprintOf(authorisation, session.application),
    authorisationFingerprint: authorisationFingerprintOf(authorisation),
    async fetch(externalOrderId, deadline, { priority = 'interactive' } = {}) {
      if (!isOrderReference(externalOrderId)) throw new DomainError('ORDER_REF_INVALID')
      return fetchOrder({ ...session, priority }, externalOrderId, deadline)
    },
    listOrders: (window, token, deadline, { priority = 'background' } = {}) =>
      listOrders({ ...session, priority }, { window, token }, deadline),
  }
}

/**
 * Returns what sends requests to the Selling Partner API, and what sends them to Login with Amazon, which has no quota.
 */
function createSenders(
  options: AmazonConnectorOptions,
  now: () => number,
): { readonly send: Send; readonly sendToLwa: Send } {
  const { onAttempt = ignore, onQuota = ignore, onQuotaTaken = ignore, onCircuit = ignore } = options
  const { random = Math.random } = options
  const transport: TransportDeps = { fetch: options.fetch ?? fetch, now, onAttempt, tracer: options.tracer }
  const sendOnce: Send = (request) => sendRequest(transport, request)
  // Each service has breakers of its own, even where a simulator plays both on one host.
  const withResilience = (send: Send): Send => sendWithRetries(sendThroughBreaker(send, onCircuit), { random, now })
  const quota =
    options.quota === undefined ? new ProcessQuota(now) : new SharedQuota({ quota: options.quota, now, onQuota })
  return {
    // The quota is innermost: a retry takes a token, a request that the breaker refuses takes none.
    send: withResilience(sendWithinQuota(sendOnce, { quota, now, onQuota, onQuotaTaken })),
    sendToLwa: withResilience(sendOnce),
  }
}

function ignore(): void {
  // The default of the callbacks.
}
