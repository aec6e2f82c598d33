import { DomainError } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { compose } from './compose.ts'
import type { Config } from './config/config.ts'
import type { PublicListenerSettings } from './config/authentication.ts'
import { createHealth } from './health/health.ts'
import { createMetrics } from './health/metrics.ts'
import { buildInternalListener } from './listeners/internal-listener.ts'
import { buildPublicListener } from './listeners/public-listener.ts'
import { createRunningRequests } from './listeners/in-flight-requests.ts'
import { createLog } from './log.ts'
import { guardRole } from './health/database-role-check.ts'
import { StartError } from './config/startup-error.ts'

/** Time for an answer once the upstream's own deadline has passed. */
const answerMarginMs = 5000

export interface RunningServer {
  /** Where the internal listener is reached, such as http://127.0.0.1:4000. */
  readonly address: string
  /** Where the public listener is reached; null without one. */
  readonly publicAddress: string | null
  /** Turns unready, lets running imports finish, closes everything. May be called again while it runs. */
  stop(): Promise<void>
  /** Rejects if the database turns out to give the service a role it must not have. */
  readonly refused: Promise<never>
}

/** What tests give instead of the world's. */
export interface Injected {
  readonly log: Logger
  readonly now: () => Date
  readonly random: () => number
}

/**
 * Starts the service. Throws StartError where the database's role must not be used or the port is taken.
 * A database that can't be reached yet does not stop the start: the service is unready until it answers.
 */
export async function startServer(config: Config, overrides: Partial<Injected> = {}): Promise<RunningServer> {
  const { log, now, random } = {
    log: createLog(config.logLevel),
    now: () => new Date(),
    random: Math.random,
    ...overrides,
  }
  await using cleanup = new AsyncDisposableStack()
  const metrics = createMetrics()
  const composition = compose(config, { log, metrics, now, random })
  cleanup.defer(() => composition.close())
  const health = createHealth(composition)
  const running = createRunningRequests()
  const guard = await guardRole(composition.database, log)
  cleanup.defer(() => guard.stop())
  const requireOpen = () => {
    if (!guard.checked()) throw new DomainError('DATABASE_UNAVAILABLE', { detail: 'the role has not been checked yet' })
  }
  const parts = { config, log, now, composition, metrics, requireOpen, running }
  const internal = await buildInternalListener({ ...parts, health })
  cleanup.defer(() => internal.close())
  const publicAddress = config.publicListener === null ? null : await openPublic(config.publicListener)
  const address = await listen(internal, { place: config, names: { host: 'HOST', port: 'PORT' } })
  if (publicAddress !== null) log.info({ address: publicAddress, listener: 'public' }, 'listening')
  log.info({ address, listener: 'internal' }, 'listening')
  if (config.amazon.ordersApi === 'v0') {
    log.warn({ ordersApi: 'v0' }, 'AMAZON_ORDERS_API is v0, which Amazon removes on 2027-03-27: change to 2026-01-01')
  }

  async function openPublic(place: PublicListenerSettings): Promise<string> {
    const app = await buildPublicListener(parts, place.allowedOrigins)
    cleanup.defer(() => app.close())
    return listen(app, { place, names: { host: 'PUBLIC_HOST', port: 'PUBLIC_PORT' } })
  }

  const owned = cleanup.move()
  async function shutDown(): Promise<void> {
    log.info('stopping: waiting for running imports')
    health.startDraining()
    guard.stop()
    await running.ended(config.upstreamTimeoutMs + answerMarginMs)
    await owned.disposeAsync()
    log.info('stopped')
  }
  let stopping: Promise<void> | null = null
  return { address, publicAddress, refused: guard.refused, stop: () => (stopping ??= shutDown()) }
}

interface Place {
  readonly place: { readonly host: string; readonly port: number }
  /** The variables that say it. */
  readonly names: { readonly host: string; readonly port: string }
}

async function listen(app: FastifyInstance, { place: { host, port }, names }: Place): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') {
      throw new StartError([
        `${names.port}: ${port} on ${host} is taken by another process; stop it or set another ${names.port}`,
      ])
    }
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
      throw new StartError([`${names.host}, ${names.port}: this machine can’t listen on ${host}:${port} (${code})`])
    }
    throw error
  }
}
