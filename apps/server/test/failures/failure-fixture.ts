import { setTimeout as sleep } from 'node:timers/promises'
import type { SimulatedSeller } from '@orderport/amazon-simulator'
import { startTcpProxy, type TcpProxy } from '@orderport/embedded-postgres'
import { z } from 'zod'
import { loadConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/start-server.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

export const tenant = 'boutique-lyon'
export const storedReference = '171-0000000-0000001'
export const newReference = '171-0000000-0000002'

export type Orderport = Awaited<ReturnType<typeof startOrderport>>

export type Environment = Readonly<Record<string, string>>

interface ImportRequest {
  readonly orderRef: string
  readonly refresh?: boolean
  readonly tenantId?: string
}

type PostedRequest = ImportRequest | { readonly orderRefs: readonly string[]; readonly tenantId?: string }

const period = JSON.stringify({ since: '2026-02-01', until: '2026-02-08' })
const previewPath = `/trpc/imports.preview?input=${encodeURIComponent(period)}`

/**
 * A service that has not made a call yet, so it remembers nothing: no secret, no token, no breaker, no quota. A proxy
 * stands between it and its database. The tenant has one stored order, which another service on the same database
 * imported.
 */
export interface FailureFixture extends AsyncDisposable, Pick<Orderport, 'amazon' | 'vault' | 'database'> {
  readonly seller: SimulatedSeller
  readonly proxy: TcpProxy
  importByRest(request: ImportRequest): Promise<Response>
  importByTrpc(request: ImportRequest): Promise<Response>
  /** Asks for the forecast of a backfill, which lists orders with the tenant's credentials. */
  previewByTrpc(): Promise<Response>
  /** Imports these orders by a worker that it starts. Returns how the import waits or ended, as REST tells it. */
  importMany(orderRefs: readonly string[]): Promise<object>
  /** Every row of the table as it is, and the stored order's detail byte for byte. */
  readStored(): Promise<string>
}

/** Starts the fixture; `prepare` returns settings of the service under test. */
export async function startFailureFixture(
  prepare: (service: Orderport) => Environment = () => ({}),
): Promise<FailureFixture> {
  await using cleanup = new AsyncDisposableStack()
  // Neither service works in the background, which would ask for tokens and secrets, and remember them.
  const other = cleanup.use(await startOrderport({ ROLE: 'api' }))
  const { amazon, vault, database } = other
  const seller = other.connect(tenant)
  seller.putOrder(sampleOrder(storedReference))
  seller.putOrder(sampleOrder(newReference))
  const first = await other.importOne(tenant, storedReference)
  if (first.status !== 200) throw new Error(`the order was not imported: ${first.text}`)

  const databaseUrl = new URL(database.runtimeUrl)
  const proxy = cleanup.use(await startTcpProxy({ targetPort: Number(databaseUrl.port) }))
  databaseUrl.hostname = '127.0.0.1'
  databaseUrl.port = String(proxy.port)
  const environment = { ...other.environment, DATABASE_URL: databaseUrl.href, ...prepare(other) }
  let drawn = 0
  // Almost no pause between attempts, and ids that differ.
  const random = (): number => (drawn += 1e-6)
  const server = await startServer(loadConfig(environment), { log: createLog('silent'), random })
  cleanup.defer(() => server.stop())
  const workers = cleanup.use(new AsyncDisposableStack())
  const owned = cleanup.move()

  function post(path: string, { tenantId = tenant, ...body }: PostedRequest): Promise<Response> {
    return fetch(server.address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant-id': tenantId },
      body: JSON.stringify(body),
    })
  }

  async function importMany(orderRefs: readonly string[]): Promise<object> {
    const started = await post('/api/v1/orders/import-many', { orderRefs })
    const worker = await startServer(loadConfig({ ...environment, ROLE: 'worker' }), { log: createLog('silent') })
    workers.defer(() => worker.stop())
    const { importId } = z.object({ importId: z.string() }).parse(await started.json())
    for (;;) {
      const answer = await fetch(`${server.address}/api/v1/imports/${importId}`, { headers: { 'x-tenant-id': tenant } })
      const progress = z.looseObject({ state: z.string() }).parse(await answer.json())
      if (!['queued', 'running'].includes(progress.state)) return progress
      await sleep(100)
    }
  }

  return {
    amazon,
    vault,
    database,
    seller,
    proxy,
    importMany,
    previewByTrpc: () => fetch(server.address + previewPath, { headers: { 'x-tenant-id': tenant } }),
    importByRest: (request) => post('/api/v1/orders/import-one', request),
    importByTrpc: (request) => post('/trpc/orders.import', request),
    async readStored() {
      const rows = await database.superuserQuery('SELECT * FROM orders ORDER BY id')
      const detail = await other.get(tenant, `/${storedReference}`)
      return JSON.stringify([rows, detail.status, detail.text])
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
