import {
  createAmazonConnector,
  createNotificationQueue,
  proveApplication,
  secretName,
  type AmazonConnectorOptions,
  type CircuitEvent,
  type NotificationQueue,
  type UnusableMessage,
} from '@orderport/amazon'
import { toDomainError, type Services } from '@orderport/api'
import { createDatabase, type Database } from '@orderport/db'
import { makeImportId, makeOrderId, type MarketplaceConnector, type Tracer } from '@orderport/domain'
import {
  createVaultCredentialStore,
  emptyCredentialStore,
  type VaultCredentialStore,
  type VaultDeps,
} from '@orderport/vault'
import { createAlarms } from './alarms/alarms.ts'
import { watchConnections } from './alarms/watch-connections.ts'
import { createBearerAuthenticator, type BearerAuthenticator } from './authentication/bearer-authentication.ts'
import { cachedMemberships } from './authentication/cached-memberships.ts'
import { createPeerAuthenticator, type AuthenticatePeer } from './authentication/peer-authentication.ts'
import { createApiKeyVerifier } from './authentication/verify-api-key.ts'
import type { VerifyToken } from './authentication/verify-token.ts'
import type { Config } from './config/config.ts'
import { currentRecord } from './http/request-record.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics/metrics.ts'
import { createDependency, type Dependency } from './telemetry/dependency.ts'
import { createLineLimit, type LineLimit } from './telemetry/line-limit.ts'
import { createVaultLog } from './telemetry/vault-log.ts'
import { createApplicationSecret, type ApplicationSecret } from './worker/application-secret.ts'

export interface Composition {
  readonly services: Services
  /** Authenticates the callers of the internal listener. */
  readonly authenticatePeer: AuthenticatePeer
  /** Authenticates the callers of the public listener. */
  readonly bearerAuthenticator: BearerAuthenticator
  readonly database: Database
  /** Null when no Vault is configured. */
  readonly credentials: VaultCredentialStore | null
  /** Where Amazon announces what changed; null when no queue is configured. Opened with the first call. */
  readonly notifications: NotificationQueue | null
  readonly applicationSecret: ApplicationSecret
  /** Lets running imports end, then closes every connection. */
  close(): Promise<void>
}

export interface ComposeDeps {
  readonly log: Log
  readonly metrics: Metrics
  readonly tracer: Tracer
  readonly now: () => Date
  /** Returns numbers in [0, 1). */
  readonly random: () => number
  /** Aborts when the process stops. */
  readonly stopping: AbortSignal
}

/** Wires adapters to ports: the only file that knows every package. A new marketplace is one more of `connectors`. */
export async function compose(
  config: Config,
  { log, metrics, tracer, now, random, stopping }: ComposeDeps,
): Promise<Composition> {
  const lines = createLineLimit(now)
  const replica = createDependency(log, 'read replica')
  const vault = createDependency(log, 'Vault')
  const alarms = createAlarms({ log, now, onAlarm: metrics.observeAlarm })
  const database = createDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    ...(config.readReplica === null
      ? {}
      : { readUrl: config.readReplica.url, maxReplicaLagMs: config.readReplica.maxLagMs }),
    importLeaseMs: importLeaseMs(config),
    random,
    tracer,
    watcher: createDependency(log, 'PostgreSQL'),
    onError: warnOf('an idle database connection broke', log, lines),
    onLeaseError: warnOf('an import’s lease could not be renewed or ended', log, lines),
    onReplicaChange({ state, reason }) {
      if (state === 'in_use') replica.answered()
      else replica.lose(reason ?? state)
      log.debug({ replica: state, reason }, 'read replica')
    },
  })
  metrics.watchDatabase(database, now)
  metrics.watchJobs(database, now)
  const logVault = createVaultLog({ log, vault, lines })
  const credentials = composeCredentials(config, {
    log(event) {
      metrics.observeVault(event)
      logVault(event)
    },
    onAnswer: vault.answered,
    tracer,
  })
  metrics.watchVault(credentials)
  metrics.watchExpiry(credentials, now)
  const logCircuit = createCircuitLog(log)
  const connectors = composeConnectors(config, credentials, {
    quota: database.quota,
    tracer,
    onQuota(event) {
      metrics.observeQuota(event)
      const leftOut = lines.take(`quota ${event.event}`)
      if (leftOut === null) return
      log[event.event === 'refused' ? 'info' : 'warn']({ quota: event, leftOut }, 'upstream quota')
    },
    onQuotaTaken: metrics.observeQuotaTaken,
    random,
    onCircuit(event) {
      metrics.observeCircuit(event)
      logCircuit(event)
    },
    onReduced(event) {
      metrics.observeReduced()
      log.warn({ reduced: event }, 'an order came without a part that Amazon refuses')
    },
    onAttempt(attempt) {
      metrics.observeAttempt(attempt)
      const record = currentRecord()
      if (record !== undefined) record.attempts += 1
      log.info({ requestId: record?.requestId ?? null, attempt }, 'upstream attempt')
    },
  })
  metrics.expectImports([...connectors.values()])
  const services: Services = {
    orders: database.orders,
    connections: watchConnections(database.connections, alarms),
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
    onStaleAnswer(error) {
      metrics.observeStaleAnswer(error)
      const record = currentRecord()
      if (record !== undefined) record.stale = toDomainError(error).code
    },
    onImport(ended) {
      metrics.observeImport(ended)
      const application = { kind: 'application', channel: ended.channel } as const
      if (ended.outcome === 'APP_CREDENTIALS_INVALID') alarms.raise(application, ended.outcome)
      if (ended.outcome === 'amazon_spapi') alarms.clear(application)
    },
    onOpened: metrics.observeOpened,
    observeCall: metrics.observeCall,
    stopping,
    now,
    newOrderId: () => makeOrderId(now(), random),
    newImportId: () => makeImportId(now(), random),
    random,
  }
  return {
    services,
    ...(await composeAuthentication(config, database, { log, now, lines })),
    database,
    credentials,
    applicationSecret: createApplicationSecret({
      credentials,
      fallback: config.amazon.application,
      prove: (application, deadline) =>
        proveApplication({ lwa: config.amazon.lwaEndpoint, onAttempt: metrics.observeAttempt }, application, deadline),
      log,
      timeoutMs: config.upstreamTimeoutMs,
    }),
    notifications: composeNotifications(config, (message) => {
      metrics.observeUnusable(message)
      const leftOut = lines.take('unusable notification')
      if (leftOut !== null) log.warn({ notification: message, leftOut }, 'a notification can’t be used')
    }),
    async close() {
      await database.singleFlight.drained()
      credentials?.close()
      await database.close()
    },
  }
}

/** Returns the credentials in Vault; null when no Vault is configured. */
export function composeCredentials({ vault, upstreamTimeoutMs }: Config, deps: VaultDeps): VaultCredentialStore | null {
  if (vault === null) return null
  const requestTimeoutMs = Math.min(5000, upstreamTimeoutMs / 2)
  return createVaultCredentialStore({ ...vault, application: secretName, requestTimeoutMs }, deps)
}

/** Returns Amazon's notifications, with the credentials that AWS's clients find in the environment. */
function composeNotifications(
  { notifications }: Config,
  onUnusable: (message: UnusableMessage) => void,
): NotificationQueue | null {
  if (notifications === null) return null
  const { queueUrl, region, endpoint } = notifications
  return createNotificationQueue({ queueUrl, region, onUnusable, ...(endpoint === null ? {} : { endpoint }) })
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

interface AuthenticationDeps extends Pick<ComposeDeps, 'log' | 'now'> {
  readonly lines: LineLimit
}

async function composeAuthentication(
  { membership, tokens }: Config,
  database: Pick<Database, 'memberships' | 'apiKeys'>,
  { log, now, lines }: AuthenticationDeps,
): Promise<Pick<Composition, 'authenticatePeer' | 'bearerAuthenticator'>> {
  const memberships = cachedMemberships(database.memberships, now)
  const onError = warnOf('the use of an API key could not be recorded', log, lines)
  return {
    authenticatePeer: createPeerAuthenticator({ membership, memberships }),
    bearerAuthenticator: createBearerAuthenticator({
      memberships,
      verifyApiKey: createApiKeyVerifier({ apiKeys: database.apiKeys, now, onError }),
      verifyToken: tokens === null ? null : await composeTokens(tokens, { log, now, lines }),
    }),
  }
}

/** The library behind it is loaded only where tokens are accepted. */
async function composeTokens(
  tokens: NonNullable<Config['tokens']>,
  { log, now, lines }: AuthenticationDeps,
): Promise<VerifyToken> {
  const { createJwks } = await import('./authentication/jwks.ts')
  const { createTokenVerifier } = await import('./authentication/verify-token.ts')
  const onFailure = (reason: string) => {
    const leftOut = lines.take(reason)
    if (leftOut !== null) log.warn({ reason, leftOut }, 'the identity provider’s keys could not be read')
  }
  return createTokenVerifier({ ...tokens, jwks: createJwks({ url: tokens.jwksUrl, now, onFailure }), now })
}

/** Returns what logs errors of one kind, a line at a time. Logs an error's name: its message could quote a value. */
function warnOf(message: string, log: Log, lines: LineLimit): (error: unknown) => void {
  return (error) => {
    const leftOut = lines.take(message)
    if (leftOut !== null) log.warn({ cause: error instanceof Error ? error.name : null, leftOut }, message)
  }
}

/** Returns what logs circuit breakers: a host whose breaker opens is lost until it closes. */
function createCircuitLog(log: Log): (event: CircuitEvent) => void {
  const hosts = new Map<string, Dependency>()
  return ({ host, state }) => {
    const known = hosts.get(host) ?? createDependency(log, host)
    hosts.set(host, known)
    if (state === 'open') known.lose('the last requests to it all failed')
    else if (state === 'closed') known.answered()
  }
}

/**
 * Short enough that an import that waits for a dead process takes over within its own deadline, and long enough that a
 * busy process renews its lease in time.
 */
function importLeaseMs({ upstreamTimeoutMs }: Config): number {
  return Math.max(1000, Math.min(5000, upstreamTimeoutMs / 2))
}
