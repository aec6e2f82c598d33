import type { NotificationQueue } from '@orderport/amazon'
import { createRunJob, scheduleFreshness, type Services } from '@orderport/api'
import { isDatabaseAway, startJobWorker } from '@orderport/db'
import { DomainError, type CredentialStore } from '@orderport/domain'
import type { Config } from '../config/config.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createDependency } from '../telemetry/dependency.ts'
import type { ApplicationSecret } from './application-secret.ts'
import { findAuthorisationEnds } from './authorisation-ends.ts'
import { consumeNotifications } from './consume-notifications.ts'
import { handleNotification } from './handle-notification.ts'
import { sliceRunner } from './run-slice.ts'

export interface WorkerDeps {
  readonly services: Services
  /** Null: Amazon announces nothing to us. */
  readonly notifications: NotificationQueue | null
  readonly applicationSecret: ApplicationSecret
  /** Null: no Vault is configured. */
  readonly credentials: Pick<CredentialStore, 'ofTenant'> | null
  readonly log: Log
  readonly metrics: Metrics
}

export interface Worker {
  /** Begins no slice any more, lets running ones end, and closes the connections. */
  stop(): Promise<void>
}

/** How long running slices may take after the stop: within what an orchestrator waits before it kills. */
const stopMs = 15_000

/** How often it is looked for connections to sweep, in milliseconds. */
const scheduleEveryMs = 30_000

/** How often it is looked when the sellers' authorisations end: each is a read of Vault. */
const authorisationsEveryMs = 60 * 60_000

/** Starts to work in the background. A database that is away is waited for. */
export function startWorker(
  config: Config,
  { services, notifications, applicationSecret, credentials, log, metrics }: WorkerDeps,
): Worker {
  const worker = startJobWorker({
    url: config.databaseUrl,
    runJob: sliceRunner({ runJob: createRunJob(services), log, observeSlice: metrics.observeSlice }),
    onError(error, job) {
      if (isOutage(error)) return
      const { kind = null, tenantId = null } = job ?? {}
      log.warn({ kind, tenantId, cause: nameOf(error) }, 'background work failed; it is tried again')
    },
  })
  const schedule = (): void => {
    scheduleFreshness(services).then(metrics.observeSweeps, (error: unknown) => {
      if (!isOutage(error)) log.warn({ cause: nameOf(error) }, 'sweeps could not be scheduled')
    })
  }
  const timer = setInterval(schedule, Math.min(scheduleEveryMs, config.sweepEveryMs))
  schedule()
  const lookAtAuthorisations = (): void => {
    if (credentials === null) return
    findAuthorisationEnds(services, credentials).then(
      (ends) => metrics.observeAuthorisations(ends, services.now()),
      (error: unknown) => {
        if (!isOutage(error)) log.warn({ cause: nameOf(error) }, 'the ends of authorisations could not be read')
      },
    )
  }
  const slowTimer = setInterval(lookAtAuthorisations, authorisationsEveryMs)
  lookAtAuthorisations()
  const consumer =
    notifications === null
      ? null
      : consumeNotifications({
          queue: notifications,
          handle: (notification) => handleNotification({ ...services, applicationSecret }, notification),
          dependency: createDependency(log, 'notification queue'),
          log,
          onNotification: metrics.observeNotification,
          random: services.random,
        })
  return {
    async stop() {
      clearInterval(timer)
      clearInterval(slowTimer)
      await Promise.all([worker.stop(stopMs), consumer?.stop()])
    },
  }
}

/** A database that is away is told by the connections that the whole process uses: once, and once that it is back. */
function isOutage(error: unknown): boolean {
  return isDatabaseAway(error) || (DomainError.is(error) && error.code === 'DATABASE_UNAVAILABLE')
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
