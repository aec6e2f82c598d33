import { createAmazonConnector, secretName, type AmazonConnectorOptions } from '@orderport/amazon'
import type { Services } from '@orderport/api'
import { createDatabase, type Database } from '@orderport/db'
import { DomainError, makeImportId, makeOrderId, type MarketplaceConnector } from '@orderport/domain'
import {
  createVaultCredentialStore,
  emptyCredentialStore,
  type VaultCredentialStore,
  type VaultEventLog,
} from '@orderport/vault'
import { createBearerAuthenticator, type BearerAuthenticator } from './authentication/bearer-authentication.ts'
import { cachedMemberships } from './authentication/cached-memberships.ts'
import { createPeerAuthenticator, type AuthenticatePeer } from './authentication/peer-authentication.ts'
import { createApiKeyVerifier } from './authentication/verify-api-key.ts'
import type { VerifyToken } from './authentication/verify-token.ts'
import type { Config } from './config/config.ts'
import type { Metrics } from './health/metrics.ts'
import type { Log } from './log.ts'

export interface Composition {
  readonly services: Services
  /** Authenticates the callers of the internal listener. */
  readonly authenticatePeer: AuthenticatePeer
  /** Authenticates the callers of the public listener. */
  readonly bearerAuthenticator: BearerAuthenticator
  readonly database: Database
  /** Null when no Vault is configured. */
  readonly credentials: VaultCredentialStore | null
  /** Lets running imports end, then closes every connection. */
  close(): Promise<void>
}

export interface ComposeDeps {
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => Date
  /** Returns numbers in [0, 1). */
  readonly random: () => number
  /** Aborts when the process stops. */
  readonly stopping: AbortSignal
}

/** Wires adapters to ports: the only file that knows every package. A new marketplace is one more of `connectors`. */
export async function compose(config: Config, { log, metrics, now, random, stopping }: ComposeDeps): Promise<Composition> {
  const database = createDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    ...(config.readReplica === null
      ? {}
      : { readUrl: config.readReplica.url, maxReplicaLagMs: config.readReplica.maxLagMs }),
    importLeaseMs: importLeaseMs(config),
    random,
    onError: (error) => log.warn({ cause: error.name }, 'an idle database connection broke'),
    onLeaseError: (error) => log.warn({ cause: nameOf(error) }, 'an import’s lease could not be renewed or ended'),
    onReplicaChange: (replica) => log[replica.state === 'in_use' ? 'info' : 'warn']({ replica }, 'read replica'),
  })
  metrics.watchReplica(database.replica)
  const credentials = composeCredentials(config, (event) => log.info({ vault: event }, 'vault'))
  const connectors = composeConnectors(config, credentials, {
    quota: database.quota,
    onQuota: (event) => log[event.event === 'refused' ? 'info' : 'warn']({ quota: event }, 'upstream quota'),
    random,
    onCircuit: (event) => log.warn({ circuit: event }, 'upstream circuit breaker'),
    onReduced: (event) => log.warn({ reduced: event }, 'an order came without a part that Amazon refuses'),
    onAttempt(attempt) {
      metrics.observeAttempt(attempt)
      log.info({ attempt }, 'upstream attempt')
    },
  })
  const services: Services = {
    orders: database.orders,
    connections: database.connections,
    singleFlight: database.singleFlight,
    imports: database.imports,
    sweeps: database.sweeps,
    jobs: database.jobs,
    audit: database.audit,
    connectors,
    stubMode: config.stubMode,
    upstreamTimeoutMs: config.upstreamTimeoutMs,
    reauthRetryAfterMs: config.reauthRetryAfterMs,
    refreshAfterMs: config.refreshAfterMs,
    sweepEveryMs: config.sweepEveryMs,
    onStaleAnswer: (error) =>
      log.info(
        { code: DomainError.is(error) ? error.code : null, cause: nameOf(error) },
        'an order could not be checked again; the stored one answered',
      ),
    stopping,
    now,
    newOrderId: () => makeOrderId(now(), random),
    newImportId: () => makeImportId(now(), random),
    random,
  }
  return {
    services,
    ...(await composeAuthentication(config, database, { log, now })),
    database,
    credentials,
    async close() {
      await database.singleFlight.drained()
      credentials?.close()
      await database.close()
    },
  }
}

/** Returns the credentials in Vault; null when no Vault is configured. */
export function composeCredentials(
  { vault, upstreamTimeoutMs }: Config,
  log: VaultEventLog,
): VaultCredentialStore | null {
  if (vault === null) return null
  const requestTimeoutMs = Math.min(5000, upstreamTimeoutMs / 2)
  return createVaultCredentialStore({ ...vault, application: secretName, requestTimeoutMs }, { log })
}

/** Returns the marketplaces by their channels. Without a quota, each process counts its calls by itself. */
export function composeConnectors(
  { amazon }: Config,
  credentials: VaultCredentialStore | null,
  options: Omit<AmazonConnectorOptions, 'credentials' | 'endpoints' | 'ordersApi' | 'application'>,
): Services['connectors'] {
  const { spapiEndpoint: spapi, lwaEndpoint: lwa, ordersApi, application } = amazon
  const connectors: MarketplaceConnector[] = [
    createAmazonConnector({
      ...options,
      credentials: credentials ?? emptyCredentialStore,
      endpoints: { lwa, ...(spapi === null ? {} : { spapi }) },
      ordersApi,
      ...(application === null ? {} : { application }),
    }),
  ]
  return new Map(connectors.map((connector) => [connector.channel, connector]))
}

async function composeAuthentication(
  { membership, tokens }: Config,
  database: Pick<Database, 'memberships' | 'apiKeys'>,
  { log, now }: Pick<ComposeDeps, 'log' | 'now'>,
): Promise<Pick<Composition, 'authenticatePeer' | 'bearerAuthenticator'>> {
  const memberships = cachedMemberships(database.memberships, now)
  const onError = (error: unknown) => log.warn({ cause: nameOf(error) }, 'the use of an API key could not be recorded')
  return {
    authenticatePeer: createPeerAuthenticator({ membership, memberships }),
    bearerAuthenticator: createBearerAuthenticator({
      memberships,
      verifyApiKey: createApiKeyVerifier({ apiKeys: database.apiKeys, now, onError }),
      verifyToken: tokens === null ? null : await composeTokens(tokens, { log, now }),
    }),
  }
}

/** The library behind it is loaded only where tokens are accepted. */
async function composeTokens(
  tokens: NonNullable<Config['tokens']>,
  { log, now }: Pick<ComposeDeps, 'log' | 'now'>,
): Promise<VerifyToken> {
  const { createJwks } = await import('./authentication/jwks.ts')
  const { createTokenVerifier } = await import('./authentication/verify-token.ts')
  const onFailure = (reason: string) => log.warn({ reason }, 'the identity provider’s keys could not be read')
  return createTokenVerifier({ ...tokens, jwks: createJwks({ url: tokens.jwksUrl, now, onFailure }), now })
}

/** An error's name: its message could quote a value. */
function nameOf(error: unknown): string | null {
  return error instanceof Error ? error.name : null
}

/**
 * Short enough that an import that waits for a dead process takes over within its own deadline, and long enough that a
 * busy process renews its lease in time.
 */
function importLeaseMs({ upstreamTimeoutMs }: Config): number {
  return Math.max(1000, Math.min(5000, upstreamTimeoutMs / 2))
}
