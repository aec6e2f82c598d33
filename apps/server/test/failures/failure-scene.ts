import { type SimulatedSeller } from '@orderport/amazon-simulator'
import { startTcpProxy, type TcpProxy } from '@orderport/embedded-postgres'
import { loadConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/start-server.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

export const tenant = 'boutique-lyon'
export const storedReference = '171-0000000-0000001'
export const newReference = '171-0000000-0000002'

export type Orderport = Awaited<ReturnType<typeof startOrderport>>

interface ImportAsk {
  readonly orderRef: string
  readonly refresh?: boolean
  readonly tenantId?: string
}

/**
 * A service that has asked nobody yet, so that nothing is remembered: neither secret, token, breaker nor quota. It reaches
 * its database through a proxy. One order of the tenant is stored already, by another service on the same parts.
 */
export interface FailureScene extends AsyncDisposable {
  readonly parts: Pick<Orderport, 'amazon' | 'vault' | 'database'>
  readonly seller: SimulatedSeller
  readonly proxy: TcpProxy
  importByRest(ask: ImportAsk): Promise<Response>
  importByTrpc(ask: ImportAsk): Promise<Response>
  /** Every row of the table as it is, and the stored order's detail byte for byte. */
  everythingStored(): Promise<string>
}

export type Environment = Readonly<Record<string, string>>

export async function setFailureScene(prepare: (parts: Orderport) => Environment = () => ({})): Promise<FailureScene> {
  await using cleanup = new AsyncDisposableStack()
  const parts = cleanup.use(await startOrderport())
  const seller = parts.connect(tenant)
  seller.putOrder(sampleOrder(storedReference))
  seller.putOrder(sampleOrder(newReference))
  const first = await parts.importOne(tenant, storedReference)
  if (first.status !== 200) throw new Error(`the order to be stored was not: ${first.text}`)

  const databaseUrl = new URL(parts.database.runtimeUrl)
  const proxy = cleanup.use(await startTcpProxy({ targetPort: Number(databaseUrl.port) }))
  databaseUrl.hostname = '127.0.0.1'
  databaseUrl.port = String(proxy.port)
  const environment = { ...parts.environment, DATABASE_URL: databaseUrl.href, ...prepare(parts) }
  let drawn = 0
  // Next to no pause between attempts, and ids that differ.
  const random = (): number => (drawn += 1e-6)
  const server = await startServer(loadConfig(environment), { log: createLog('silent'), random })
  cleanup.defer(() => server.stop())
  const owned = cleanup.move()

  function post(path: string, { tenantId = tenant, ...body }: ImportAsk): Promise<Response> {
    return fetch(server.address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant-id': tenantId },
      body: JSON.stringify(body),
    })
  }

  return {
    parts,
    seller,
    proxy,
    importByRest: (ask) => post('/api/v1/orders/import-one', ask),
    importByTrpc: (ask) => post('/trpc/orders.import', ask),
    async everythingStored() {
      const rows = await parts.database.superuserQuery('SELECT * FROM orders ORDER BY id')
      const detail = await parts.get(tenant, `/${storedReference}`)
      return JSON.stringify([rows, detail.status, detail.text])
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
