import { DomainError } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { compose } from './compose.ts'
import type { Config } from './config.ts'
import { createHealth } from './health/health.ts'
import { createMetrics } from './health/metrics.ts'
import { buildListener } from './http/listener.ts'
import { createRunningRequests } from './http/running-requests.ts'
import { createLog } from './log.ts'
import { guardRole } from './role-guard.ts'
import { StartError } from './start-error.ts'

/** Time for an answer once the upstream's own deadline has passed. */
const answerMarginMs = 5000

export interface RunningServer {
  /** Where the internal listener is reached, such as http://127.0.0.1:4000. */
  readonly address: string
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
  const metrics = createMetrics()
  const composition = compose(config, { log, metrics, now, random })
  const health = createHealth(composition)
  const running = createRunningRequests()
  const guard = await guardRole(composition.database, log).catch(async (error: unknown) => {
    await composition.close()
    throw error
  })
  const requireOpen = () => {
    if (!guard.checked()) throw new DomainError('DATABASE_UNAVAILABLE', { detail: 'the role has not been checked yet' })
  }
  const app = await buildListener({ config, log, composition, health, metrics, requireOpen, running })
  const address = await listen(app, config).catch(async (error: unknown) => {
    guard.stop()
    await composition.close()
    throw error
  })
  log.info({ address }, 'listening')
  if (config.amazon.ordersApi === 'v0') {
    log.warn({ ordersApi: 'v0' }, 'AMAZON_ORDERS_API is v0, which Amazon removes on 2027-03-27: change to 2026-01-01')
  }

  async function shutDown(): Promise<void> {
    log.info('stopping: waiting for running imports')
    health.startDraining()
    guard.stop()
    await running.ended(config.upstreamTimeoutMs + answerMarginMs)
    await app.close()
    await composition.close()
    log.info('stopped')
  }
  let stopping: Promise<void> | null = null
  return { address, refused: guard.refused, stop: () => (stopping ??= shutDown()) }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') {
      throw new StartError([`PORT: ${port} on ${host} is taken by another process; stop it or set another PORT`])
    }
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
      throw new StartError([`HOST, PORT: this machine can’t listen on ${host}:${port} (${code})`])
    }
    throw error
  }
}
