import { createAmazonConnector } from '@orderport/amazon'
import type { Services } from '@orderport/api'
import { createDatabase, type Database } from '@orderport/db'
import { makeOrderId, type MarketplaceConnector } from '@orderport/domain'
import { createVaultCredentialStore, emptyCredentialStore, type VaultCredentialStore } from '@orderport/vault'
import type { Config } from './config/config.ts'
import type { Metrics } from './health/metrics.ts'
import { createBearerCallers, type BearerCallers } from './authentication/bearer-authentication.ts'
import { createPeerIdentity, type PeerIdentity } from './authentication/peer-authentication.ts'
import { rememberedRoles } from './authentication/cached-memberships.ts'
import { createTokenKeys } from './authentication/jwks.ts'
import { createApiKeyVerifier } from './authentication/verify-api-key.ts'
import { createTokenVerifier } from './authentication/verify-token.ts'
import type { Log } from './log.ts'

export interface Composition {
  readonly services: Services
  /** Who calls the internal listener. */
  readonly peerIdentity: PeerIdentity
  /** Who calls the public listener. */
  readonly bearerCallers: BearerCallers
  readonly database: Database
  /** Null when no Vault is configured. */
  readonly credentials: VaultCredentialStore | null
  /** Lets running imports end, then closes what was opened. */
  close(): Promise<void>
}

export interface Surroundings {
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => Date
  /** Numbers in [0, 1). */
  readonly random: () => number
}

/** Wires adapters to ports: the only place that knows every package. A new marketplace is one more line in `sources`. */
export function compose(config: Config, { log, metrics, now, random }: Surroundings): Composition {
  const database = createDatabase({
    url: config.databaseUrl,
    flightLeaseMs: flightLeaseMs(config),
    random,
    onError: (error) => log.warn({ cause: error.name }, 'an idle database connection broke'),
    onFlightError: (error) =>
      log.warn(
        { cause: error instanceof Error ? error.name : null },
        'an import’s lease could not be renewed or ended',
      ),
  })
  const credentials =
    config.vault === null
      ? null
      : createVaultCredentialStore(
          { ...config.vault, requestTimeoutMs: Math.min(5000, config.upstreamTimeoutMs / 2) },
          { log: (event) => log.info({ vault: event }, 'vault') },
        )
  const sources: MarketplaceConnector[] = [
    createAmazonConnector({
      credentials: credentials ?? emptyCredentialStore,
      endpoints: {
        lwa: config.amazon.lwaEndpoint,
        ...(config.amazon.spapiEndpoint === null ? {} : { spapi: config.amazon.spapiEndpoint }),
      },
      ordersApi: config.amazon.ordersApi,
      ...(config.amazon.application === null ? {} : { application: config.amazon.application }),
      quota: database.quota,
      onQuota: (event) => log[event.event === 'refused' ? 'info' : 'warn']({ quota: event }, 'upstream quota'),
      random,
      onCircuit: (event) => log.warn({ circuit: event }, 'upstream circuit breaker'),
      onAttempt(attempt) {
        metrics.observeAttempt(attempt)
        log.info({ attempt }, 'upstream attempt')
      },
    }),
  ]
  const services: Services = {
    orders: database.orders,
    connections: database.connections,
    flights: database.flights,
    audit: database.audit,
    sources: new Map(sources.map((source) => [source.channel, source])),
    stubMode: config.stubMode,
    upstreamTimeoutMs: config.upstreamTimeoutMs,
    now,
    newOrderId: () => makeOrderId(now(), random),
  }
  return {
    services,
    ...composeIdentity(config, database, { log, now }),
    database,
    credentials,
    async close() {
      await database.flights.landed()
      credentials?.close()
      await database.close()
    },
  }
}

/** Every way in which a caller becomes known. */
function composeIdentity(
  { membership, tokens }: Config,
  database: Pick<Database, 'memberships' | 'apiKeys'>,
  { log, now }: Pick<Surroundings, 'log' | 'now'>,
): Pick<Composition, 'peerIdentity' | 'bearerCallers'> {
  const memberships = rememberedRoles(database.memberships, now)
  const onFailure = (reason: string) => log.warn({ reason }, 'the identity provider’s keys could not be read')
  const onError = (error: unknown) =>
    log.warn({ cause: error instanceof Error ? error.name : null }, 'the use of an API key could not be noted')
  return {
    peerIdentity: createPeerIdentity({ membership, memberships }),
    bearerCallers: createBearerCallers({
      memberships,
      verifyApiKey: createApiKeyVerifier({ apiKeys: database.apiKeys, now, onError }),
      verifyToken:
        tokens === null
          ? null
          : createTokenVerifier({
              ...tokens,
              keyFor: createTokenKeys({ url: tokens.jwksUrl, now, onFailure }),
              now,
            }),
    }),
  }
}

/**
 * Short enough that who waits for a process that died takes over within its own deadline; never so short that a busy
 * process misses its signs of life.
 */
function flightLeaseMs({ upstreamTimeoutMs }: Config): number {
  return Math.max(1000, Math.min(5000, upstreamTimeoutMs / 2))
}
