import { migratedDatabase } from '@orderport/db/testing'
import { openTestServer, startPostgres } from '@orderport/embedded-postgres'
import { createOrderport } from '@orderport/sdk'
import { startUpstream } from '@orderport/server/testing/start-upstream'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOrderport, type OrderportVariables } from '../contenders/contenders.ts'

export const tenant = 'boutique-lyon'
export const dayMs = 24 * 60 * 60_000

/** A process that answers, a worker, their database, and a seller at the simulated Amazon, who has no orders yet. */
export async function openScene(variables: OrderportVariables = {}) {
  await using cleanup = new AsyncDisposableStack()
  const directory = await mkdtemp(join(tmpdir(), 'orderport-bench-'))
  cleanup.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = cleanup.use(await startPostgres({ dataDirectory: join(directory, 'postgres'), durable: false }))
  const { server } = cleanup.use(await openTestServer(postgres.superuserUrl()))
  const database = cleanup.use(await migratedDatabase(server))
  const session = cleanup.use(await database.openSuperuserSession())
  const upstream = cleanup.use(await startUpstream())
  const seller = upstream.connect(tenant)
  const deps = { database, upstream: upstream.environment, logs: directory }
  const start = (role: 'api' | 'worker') => startOrderport(deps, { ...variables, MEMBERSHIP: 'off', ROLE: role })
  const api = cleanup.use(await start('api'))
  const owned = cleanup.move()
  return {
    amazon: upstream.amazon,
    application: upstream.application,
    seller,
    sql: session.query,
    address: api.address,
    imports: createOrderport({ baseUrl: api.address, tenantId: tenant }).imports,
    startWorker: async () => owned.use(await start('worker')),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export type Scene = Awaited<ReturnType<typeof openScene>>

/** Returns how many calls the simulated Amazon refused because a plan was used up. */
export function refusedByPlans({ amazon }: Scene): number {
  const operations = new Set(amazon.requestLog.requests.map(({ operation }) => operation))
  return [...operations].reduce((sum, operation) => sum + amazon.requestLog.throttled(operation).byBucket, 0)
}

/** Returns the start of a period that holds all of a seller's orders. */
export function longAgo(): string {
  return new Date(Date.now() - 91 * dayMs).toISOString()
}
