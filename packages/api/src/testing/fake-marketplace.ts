import {
  DomainError,
  PageTokenExpired,
  type CallOptions,
  type ChannelOrder,
  type ErrorCode,
  type MarketplaceConnector,
  type OrderWindow,
  type SellerClient,
  type TenantId,
} from '@orderport/domain'

/** A tenant's secret in the fake credential store. */
interface FakeCredentials {
  readonly sellerId: string
  readonly refreshToken: string
  /** The version of the secret; 1 unless given. */
  readonly version?: number
}

export interface FakeMarketplace {
  readonly connector: MarketplaceConnector
  /** The credential store's secrets. The connector remembers a secret once it has read it, until it must forget. */
  readonly credentials: Map<TenantId, FakeCredentials>
  /** The orders of every selling account, by reference. */
  readonly orders: Map<string, ChannelOrder>
  /** Refresh tokens that the marketplace refuses for good. */
  readonly revoked: Set<string>
  /** References that were asked for: each one is an upstream call. */
  readonly asked: string[]
  /** The next calls of that step fail with these codes, one after another; `hang` waits for the deadline. */
  readonly failures: { readonly connect: Fault[]; readonly fetch: Fault[]; readonly list: Fault[] }
  /** The lists that were asked for. */
  readonly listed: (CallOptions & { readonly window: OrderWindow; readonly token: string | null })[]
  /** Page tokens that have died. */
  readonly deadTokens: Set<string>
  /** Page tokens that are dead whenever they are used. */
  readonly alwaysDead: Set<string>
  /** References that lists tell without the order. */
  readonly unlisted: Set<string>
}

/** Orders on a page of the fake's lists. */
const pageSize = 2

type Fault = ErrorCode | 'hang'

/** A marketplace in memory, with the channel `amazon`. */
export function fakeMarketplace(): FakeMarketplace {
  const remembered = new Map<TenantId, FakeCredentials>()
  const fake = {
    credentials: new Map<TenantId, FakeCredentials>(),
    orders: new Map<string, ChannelOrder>(),
    revoked: new Set<string>(),
    asked: [] as string[],
    failures: { connect: [] as Fault[], fetch: [] as Fault[], list: [] as Fault[] },
    listed: [] as FakeMarketplace['listed'],
    deadTokens: new Set<string>(),
    alwaysDead: new Set<string>(),
    unlisted: new Set<string>(),
  }
  const clientOf = ({ sellerId, refreshToken, version = 1 }: FakeCredentials): SellerClient => ({
    sellerId,
    region: 'eu-west-1',
    marketplaceId: null,
    authorisationFingerprint: `hash of ${refreshToken}`,
    credentialsFingerprint: `hash of ${sellerId} ${refreshToken} ${version}`,
    async fetch(externalOrderId, { signal }) {
      fake.asked.push(externalOrderId)
      await failWith(fake.failures.fetch.shift(), signal)
      if (fake.revoked.has(refreshToken)) throw new DomainError('CHANNEL_REAUTH_REQUIRED')
      const order = fake.orders.get(externalOrderId)
      if (order === undefined) throw new DomainError('ORDER_NOT_FOUND_FOR_TENANT')
      return order
    },
    async listOrders(window, token, { signal }, options) {
      fake.listed.push({ window, token, ...options })
      await failWith(fake.failures.list.shift(), signal)
      if (token !== null && fake.alwaysDead.has(token)) throw new PageTokenExpired(token)
      if (token !== null && fake.deadTokens.delete(token)) throw new PageTokenExpired(token)
      const inWindow = [...fake.orders.values()].filter((order) => {
        const moment = (window.by === 'created' ? order.orderDate : order.sourceUpdatedAt) ?? ''
        return window.from <= moment && moment < window.to
      })
      const start = Number(token ?? 0)
      const page = inWindow.slice(start, start + pageSize)
      return {
        orders: page.map((order) => ({
          externalOrderId: order.externalOrderId,
          order: fake.unlisted.has(order.externalOrderId) ? null : order,
        })),
        nextToken: start + pageSize < inWindow.length ? String(start + pageSize) : null,
      }
    },
  })
  const connector: MarketplaceConnector = {
    channel: 'amazon',
    name: 'amazon_spapi',
    plans: {
      fetch: { ratePerSecond: 0.5, burst: 30 },
      listOrders: { ratePerSecond: 0.0056, burst: 20 },
      pageSize,
    },
    isReference: (text) => /^\d{3}-\d{7}-\d{7}$/.test(text),
    findReferences: (text) => [...new Set(text.match(/(?<![\w-])\d{3}-\d{7}-\d{7}(?![\w-])/g) ?? [])],
    async connect(tenantId, signal) {
      await failWith(fake.failures.connect.shift(), signal)
      const credentials = remembered.get(tenantId) ?? fake.credentials.get(tenantId)
      if (credentials === undefined) return null
      remembered.set(tenantId, credentials)
      return clientOf(credentials)
    },
    forgetCredentials: (tenantId) => remembered.delete(tenantId),
  }
  return { ...fake, connector }
}

async function failWith(fault: Fault | undefined, signal: AbortSignal): Promise<void> {
  if (fault === 'hang') {
    const aborted = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true })
    return aborted.promise
  }
  if (fault !== undefined) throw new DomainError(fault)
}
