import { migratedDatabase } from '@orderport/db/testing'
import { openTestServer, startPostgres } from '@orderport/embedded-postgres'
import { sampleOrder } from '@orderport/server/testing/sample-order'
import { startServiceProcess } from '@orderport/server/testing/start-service-process'
import { startUpstream } from '@orderport/server/testing/start-upstream'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sellerPlan } from './upstream/seller-plan.ts'

const tenant = 'boutique-lyon'
const warmUps = 50
const measured = 100

/** How long Amazon takes, in milliseconds: the service rests meanwhile, as it does in production. */
const latencyMs = 100

/**
 * Measures what a REST import of a new order adds to Amazon's own time. The service runs in a process of its own, as in
 * production.
 */
export async function benchImportOverhead(): Promise<void> {
  await using cleanup = new AsyncDisposableStack()
  const directory = await mkdtemp(join(tmpdir(), 'orderport-bench-'))
  cleanup.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = cleanup.use(await startPostgres({ dataDirectory: directory, durable: false }))
  const { server } = cleanup.use(await openTestServer(postgres.superuserUrl()))
  const database = cleanup.use(await migratedDatabase(server))
  const upstream = cleanup.use(await startUpstream({ latencyMs }))
  const environment = { ...upstream.environment, DATABASE_URL: database.runtimeUrl, PORT: '0', ROLE: 'api' }
  const service = cleanup.use(await startServiceProcess(environment))

  upstream.amazon.usagePlans.override('getOrder', sellerPlan)
  const seller = upstream.connect(tenant)
  const added: number[] = []
  for (let index = 0; index < warmUps + measured; index += 1) {
    const reference = `171-0000000-${String(index).padStart(7, '0')}`
    seller.putOrder(sampleOrder(reference))
    const start = performance.now()
    await importOrder(service.address, reference)
    const took = performance.now() - start
    const upstreamMs = upstream.amazon.requestLog.requests.at(-1)?.simulatorTimeMs ?? 0
    if (index >= warmUps) added.push(took - upstreamMs)
  }
  const sorted = added.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1)
  console.log(`${at(0.5)?.padStart(6)} ms  median of ${measured} imports`)
  console.log(`${at(0.95)?.padStart(6)} ms  95th percentile`)
}

async function importOrder(address: string, orderRef: string): Promise<void> {
  const response = await fetch(`${address}/api/v1/orders/import-one`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': tenant },
    body: JSON.stringify({ orderRef }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`The import was refused: ${text}`)
}
