import { raceAgainst } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { compose } from './compose.ts'
import type { Config } from './config/config.ts'
import { StartError } from './config/startup-error.ts'
import { checkDatabaseRole, checkReplicaRole } from './health/database-role-check.ts'
import { createHealth, withoutVault, type ListenerState } from './health/health.ts'
import { drain } from './listeners/drain.ts'
import { createInFlightRequests } from './listeners/in-flight-requests.ts'
import { buildInternalListener } from './listeners/internal-listener.ts'
import type { ListenerDeps } from './listeners/listener-deps.ts'
import { buildPublicListener } from './listeners/public-listener.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics/metrics.ts'
import { createStartTimes, type StartTimes } from './start-times.ts'
import { createDependency } from './telemetry/dependency.ts'
import { createFailedRequests } from './telemetry/failed-requests.ts'
import { noTracing, type Tracing } from './telemetry/tracing.ts'
import { version } from './version.ts'
import { startWorker } from './worker/start-worker.ts'

/** Time for an answer once the upstream's own deadline has passed. */
const answerMarginMs = 5000

/** Requests that run this long after the signal are cut off, in milliseconds. */
const drainLimitMs = 20_000

/** How long what is open, such as connections to the database, may take to close, in milliseconds. */
const closeLimitMs = 4000

export interface RunningServer {
  /** The internal listener's address, such as http://127.0.0.1:4000. */
  readonly address: string
  /** The public listener's address; null without one. */
  readonly publicAddress: string | null
  /**
   * Turns unready, answers what still comes for `delayMs` (0 unless told otherwise), waits for running requests, closes
   * everything. Takes 24 s at most. A second call waits for the first.
   */
  stop(delayMs?: number): Promise<void>
  /** Rejects when the database's role turns out to be one that the service must not have. */
  readonly refused: Promise<never>
}

/** What tests replace. */
export interface ServerDeps {
  readonly log: Logger
  readonly now: () => Date
  readonly random: () => number
  readonly times: StartTimes
}

/**
 * Starts the service. Throws StartError when the database's role must not be used, or the port is taken. An unreachable
 * database does not stop the start: the service is unready until the database answers.
 */
export async function startServer(config: Config, overrides: Partial<ServerDeps> = {}): Promise<RunningServer> {
  const { log, now, random, times } = {
    log: createLog(config.logLevel),
    now: () => new Date(),
    random: Math.random,
    times: createStartTimes(() => performance.now(), performance.now()),
    ...overrides,
  }
  if (config.production && config.vault === null) log.warn({ vault: 'off' }, withoutVault)
  await using cleanup = new AsyncDisposableStack()
  const metrics = createMetrics({ version, commit: config.commit })
  const tracing = await createTracing(config, log)
  cleanup.defer(() => tracing.close())
  const stopping = new AbortController()
  const composition = await compose(config, {
    log,
    metrics,
    tracer: tracing.tracer,
    now,
    random,
    stopping: stopping.signal,
  })
  cleanup.defer(() => composition.close())
  const health = createHealth(
    { ...composition, listeners: () => ({ internal: stateOf(internal), public: stateOf(external) }) },
    config.production,
  )
  metrics.watchReadiness(health)
  const inFlight = createInFlightRequests()
  const failedRequests = createFailedRequests(log)
  cleanup.defer(() => failedRequests.close())
  times.end('wiring')
  // The listeners are built while the database answers. They listen, and a refusal is thrown, once it has.
  const checkingRole = checkDatabaseRole(composition.database, log)
  checkingRole.catch(() => undefined)
  const { services, authenticatePeer, bearerAuthenticator } = composition
  const deps: ListenerDeps = {
    config,
    log,
    now,
    services,
    authenticatePeer,
    bearerAuthenticator,
    metrics,
    requestLog: { failedRequests, tracing },
    requireRoleChecked: () => roleCheck.requireRoleChecked(),
    inFlight,
  }
  const internal = await buildInternalListener({ ...deps, health })
  cleanup.defer(() => internal.close())
  const { publicListener } = config
  const external =
    publicListener === null || config.role === 'worker'
      ? null
      : await buildPublicListener(deps, publicListener.allowedOrigins)
  cleanup.defer(() => external?.close())
  times.end('listeners')
  const roleCheck = await checkingRole
  cleanup.defer(() => roleCheck.stop())
  await checkReplicaRole(composition.database.replica)
  times.end('database')
  const publicVariables = { host: 'PUBLIC_HOST', port: 'PUBLIC_PORT' }
  const publicAddress =
    external === null || publicListener === null ? null : await listen(external, publicListener, publicVariables)
  const address = await listen(internal, config, { host: 'HOST', port: 'PORT' })
  times.end('listening')
  if (publicAddress !== null) log.info({ address: publicAddress, listener: 'public' }, 'listening')
  log.info({ address, listener: 'internal' }, 'listening')
  log.info({ milliseconds: times.summary() }, 'started')
  // What only imports need: a service that answers reads starts sooner without it.
  composition.credentials?.preload()
  if (config.amazon.ordersApi === 'v0') {
    log.warn({ ordersApi: 'v0' }, 'AMAZON_ORDERS_API is v0, which Amazon removes on 2027-03-27: change to 2026-01-01')
  }

  const worker = config.role === 'api' ? null : startWorker(config, { ...composition, log, metrics })
  cleanup.defer(() => worker?.stop())

  const owned = cleanup.move()
  async function shutDown(delayMs: number): Promise<void> {
    log.info('stopping: waiting for running imports')
    health.startDraining()
    roleCheck.stop()
    const listeners = [internal, ...(external === null ? [] : [external])]
    const timeoutMs = Math.min(config.upstreamTimeoutMs + answerMarginMs, drainLimitMs - delayMs)
    const drained = drain({ listeners, inFlight, stopping }, { delayMs, timeoutMs })
    // The worker begins no further job at once, and ends the one that is running.
    await raceAgainst(drainLimitMs, Promise.all([worker?.stop(), drained])).catch(() => undefined)
    await raceAgainst(closeLimitMs, owned.disposeAsync())
      .then(() => log.info('stopped'))
      .catch((error: unknown) => log.warn({ err: error }, 'stopped before everything was closed'))
  }
  let stopped: Promise<void> | null = null
  return {
    address,
    publicAddress,
    refused: roleCheck.refused,
    stop: (delayMs = 0) => (stopped ??= shutDown(delayMs)),
  }
}

function stateOf(listener: FastifyInstance | null): ListenerState {
  if (listener === null) return 'off'
  return listener.server.listening ? 'listening' : 'closed'
}

/** The library behind it is loaded only where traces are wanted. */
async function createTracing({ tracing }: Config, log: Logger): Promise<Tracing> {
  if (tracing === null) return noTracing
  const { createOpenTelemetry } = await import('./telemetry/open-telemetry.ts')
  return createOpenTelemetry(tracing, createDependency(log, 'trace collector'))
}

interface ListenOptions {
  readonly host: string
  readonly port: number
}

/** Returns the address. Throws StartError, which names these variables, when this machine can't listen there. */
async function listen(
  app: FastifyInstance,
  { host, port }: ListenOptions,
  variables: { readonly host: string; readonly port: string },
): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') {
      throw new StartError([
        `${variables.port}: ${port} on ${host} is taken by another process; stop it or set another ${variables.port}`,
      ])
    }
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
      throw new StartError([
        `${variables.host}, ${variables.port}: this machine can’t listen on ${host}:${port} (${code})`,
      ])
    }
    throw error
  }
}
