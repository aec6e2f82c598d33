import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Authorisations } from './authorisations.ts'
import type { AmazonFaults, Wait } from './faults/fault.ts'
import { FaultQueue } from './faults/fault-queue.ts'
import { RequestLog, type AmazonRequestLog } from './request-log.ts'
import { listen } from './listener.ts'
import { lwaPath } from './operations.ts'
import type { UnknownOrderAnswer } from './order-lookup.ts'
import { readPublishedCases } from './published-cases.ts'
import { PageTokens } from './search/page-tokens.ts'
import { StoredSeller, type SellerRegistration, type SimulatedSeller } from './seller.ts'
import type { AmazonState } from './sp-api.ts'
import { TokenBuckets, type AmazonUsagePlans } from './usage-plan.ts'

export interface AmazonApplication {
  readonly clientId: string
  readonly clientSecret: string
}

export interface AmazonSimulatorOptions {
  /** Default: `127.0.0.1`. The simulator is not meant for a network that others can reach. */
  readonly host?: string
  /** Default: a free one. */
  readonly port?: number
  /** Returns milliseconds since 1970, for token lifetimes, quotas and update times. */
  readonly now?: () => number
  /** Milliseconds that every answer takes. Default: 0. */
  readonly latencyMs?: number
  /** Waits during the latency and `delay` faults. */
  readonly wait?: Wait
  /** Makes request ids and tokens. */
  readonly newId?: () => string
  /** A folder of Amazon's published request and response pairs, which win over the sellers' own orders. */
  readonly sandboxDirectory?: string
  /** How long an access token lives. Default: 3600. */
  readonly accessTokenSeconds?: number
  /** Items on a page of v0 `getOrderItems`. Default: 2, which exposes a client that reads one page only. */
  readonly itemsPageSize?: number
  /** How many requests the log keeps. Default: 10,000. */
  readonly requestLogCapacity?: number
}

export interface AmazonSimulator extends AsyncDisposable {
  /** The base of the Selling Partner API, such as `http://127.0.0.1:1234`. */
  readonly url: string
  /** The token endpoint. */
  readonly lwaUrl: string
  readonly requestLog: AmazonRequestLog
  readonly faults: AmazonFaults
  readonly usagePlans: AmazonUsagePlans
  /** The simulator's clock: milliseconds since 1970. */
  now(): number
  registerApplication(application: AmazonApplication): void
  /** Opens a selling account. Throws when one has this id already. */
  registerSeller(registration: SellerRegistration): SimulatedSeller
  /**
   * Gives the client another secret. The old one is refused from now on, or from `oldUntil` (milliseconds since 1970).
   * Tokens stay valid.
   */
  rotateClientSecret(clientId: string, clientSecret: string, oldUntil?: number): void
  /** Ends an authorisation: its refresh token and access tokens are refused from now on. */
  revokeRefreshToken(refreshToken: string): void
  /** Expires every token issued so far. */
  expireAccessTokens(): void
  /** Expires every page token issued so far, of `searchOrders` and of v0 `getOrders`. */
  expirePageTokens(): void
  /** Sets the lifetime of tokens issued from now on. */
  setAccessTokenSeconds(seconds: number): void
  /** Sets how Orders 2026-01-01 answers for an order that the seller does not have; `not-found` at first. */
  answerUnknownOrders(answer: UnknownOrderAnswer): void
  /** Ends every connection at once. May be called repeatedly. */
  close(): Promise<void>
}

/** Starts a simulated Amazon: Login with Amazon, Orders 2026-01-01 and v0, and restricted data tokens. */
export async function startAmazonSimulator(options: AmazonSimulatorOptions = {}): Promise<AmazonSimulator> {
  const now = options.now ?? Date.now
  const newId = options.newId ?? randomUUID
  const authorisations = new Authorisations({ now, newId, accessTokenSeconds: options.accessTokenSeconds ?? 3600 })
  const sellers = new Map<string, StoredSeller>()
  const usagePlans = new TokenBuckets(now)
  const requestLog = new RequestLog(options.requestLogCapacity ?? 10_000)
  const faults = new FaultQueue()
  const cases = options.sandboxDirectory === undefined ? [] : await readPublishedCases(options.sandboxDirectory)
  const state: AmazonState = {
    now,
    authorisations,
    sellers,
    buckets: usagePlans,
    cases,
    itemsPageSize: options.itemsPageSize ?? 2,
    pageTokens: new PageTokens(now),
    unknownOrders: 'not-found',
  }
  const wait = options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal }))
  const { host = '127.0.0.1', port = 0, latencyMs = 0 } = options
  const listener = await listen({ host, port, state, requestLog, queue: faults, wait, latencyMs, newId })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    requestLog.close()
    closing ??= listener.close()
    return closing
  }
  return {
    url,
    lwaUrl: url + lwaPath,
    requestLog,
    faults,
    usagePlans,
    now,
    registerApplication: ({ clientId, clientSecret }) => authorisations.registerApplication(clientId, clientSecret),
    registerSeller: (registration) => openAccount(registration, { now, authorisations, sellers }),
    rotateClientSecret: (clientId, clientSecret, oldUntil = now()) =>
      authorisations.rotateSecret(clientId, clientSecret, oldUntil),
    revokeRefreshToken: (refreshToken) => authorisations.revoke(refreshToken),
    expireAccessTokens: () => authorisations.expireAccessTokens(),
    expirePageTokens: () => state.pageTokens.expire(),
    setAccessTokenSeconds: (seconds) => {
      authorisations.accessTokenSeconds = seconds
    },
    answerUnknownOrders: (answer) => {
      state.unknownOrders = answer
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Accounts {
  readonly now: () => number
  readonly authorisations: Authorisations
  readonly sellers: Map<string, StoredSeller>
}

function openAccount(registration: SellerRegistration, { now, authorisations, sellers }: Accounts): SimulatedSeller {
  const { sellerId } = registration
  if (sellers.has(sellerId)) throw new Error(`there is a selling account ${sellerId} already`)
  const seller = new StoredSeller({
    registration,
    now,
    authorise: (refreshToken) => authorisations.authorise(refreshToken, sellerId),
  })
  seller.authorise(registration.refreshToken)
  sellers.set(sellerId, seller)
  return seller
}
