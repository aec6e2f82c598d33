import { join } from 'node:path'
import { findFreePort } from '@orderport/embedded-postgres'
import { startUpstream } from '@orderport/server/testing/start-upstream'
import { startBalancer, type Balancer } from './balancer.ts'
import { createDatabase } from './database.ts'
import { startDrillPostgres, type DrillPostgres } from './postgres.ts'
import { startService, type Release, type Service } from './service.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type Upstream = Awaited<ReturnType<typeof startUpstream>>

/** Two processes of the service behind a load balancer, perhaps a worker, and their database, Amazon and Vault. */
export interface World extends AsyncDisposable {
  readonly address: string
  readonly balancer: Balancer
  readonly services: readonly [Service, Service]
  /** The process that works in the background; null where the two above do it too. */
  readonly worker: Service | null
  readonly postgres: DrillPostgres
  /** The superuser's and the service's URLs of the database that is in use now. */
  readonly urls: () => { readonly superuser: string; readonly owner: string; readonly runtime: string }
  readonly upstream: Upstream
}

export interface WorldOptions {
  readonly release: Release
  /** Replaces the migrations of this code. */
  readonly applyMigrations?: (ownerUrl: string) => Promise<unknown>
  /** Where PostgreSQL keeps its data; a temporary folder unless told otherwise. */
  readonly dataDirectory?: string
  readonly settings?: Readonly<Record<string, string>>
  /** The port that the service finds its database at, when something stands between them. */
  readonly databasePort?: (postgres: DrillPostgres) => Promise<number>
  readonly environment?: Readonly<Record<string, string>>
  /** Whether a process of its own does the background's work. */
  readonly hasWorker?: boolean
}

const skewedClock = new URL('../faults/skewed-clock.ts', import.meta.url).href
export async function startWorld(options: WorldOptions): Promise<World> {
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder()).path
  const upstream = cleanup.use(await startUpstream({ latencyMs: 20, requestLogCapacity: 10 }))
  // A faster plan is not believed: no seller is granted more than 100 times the published rate.
  upstream.amazon.usagePlans.override('getOrder', { rate: 50, burst: 50 })
  upstream.amazon.usagePlans.override('searchOrders', { rate: 0.5, burst: 20 })
  const { dataDirectory = join(folder, 'postgres'), settings, hasWorker = false } = options
  const postgres = cleanup.use(await startDrillPostgres(dataDirectory, settings))
  const database = await createDatabase(postgres.superuserUrl(), options.applyMigrations)
  const databasePort = (await options.databasePort?.(postgres)) ?? postgres.port
  const environment = {
    ...upstream.environment,
    DATABASE_URL: database.runtimeUrl(databasePort),
    SHUTDOWN_DELAY_MS: '1500',
    UPSTREAM_TIMEOUT_MS: '4000',
    NODE_OPTIONS: `--import=${skewedClock}`,
    ...options.environment,
  }
  const start = async (role: 'api' | 'worker' | 'all') => {
    const port = await findFreePort()
    return cleanup.use(
      startService(options.release, { environment: { ...environment, ROLE: role }, port, logs: folder }),
    )
  }
  const role = hasWorker ? 'api' : 'all'
  const services = [await start(role), await start(role)] as const
  const worker = hasWorker ? await start('worker') : null
  const balancer = cleanup.use(await startBalancer(services.map(({ port }) => port)))
  const superuser = new URL(postgres.superuserUrl(database.name))
  superuser.port = String(databasePort)

  await Promise.all(services.map(({ port }) => balancer.includes(port))).catch((cause: unknown) => {
    const printed = services.flatMap((service) => service.errors().slice(-10)).join('\n')
    throw new Error(`The service does not start: ${printed}`, { cause })
  })
  const owned = cleanup.move()
  return {
    address: balancer.address,
    balancer,
    services,
    worker,
    postgres,
    urls: () => ({
      superuser: superuser.href,
      owner: database.ownerUrl(databasePort),
      runtime: database.runtimeUrl(databasePort),
    }),
    upstream,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
