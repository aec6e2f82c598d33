import type { TestDatabase } from '@orderport/embedded-postgres'
import { z } from 'zod'
import type { Contender } from '../contenders/contenders.ts'
import { bigTenant } from '../database/seeded-row.ts'
import type { Batch } from '../load/call.ts'
import { trpcRequest } from '../load/http-request.ts'
import type { UpstreamProcess } from '../upstream/upstream-process.ts'
import { sampleOrders } from './sampled-orders.ts'
import { batchesOf, type WorkName } from './work.ts'

/** How many different orders the requests ask for. */
const distinctOrders = 2000
const deepPages = 8
/** The tenants of orders that are imported for the first time. */
const importers = Array.from({ length: 20 }, (_tenant, index) => `tenant-${String(index + 1).padStart(3, '0')}`)

export interface RequestsDeps {
  readonly database: TestDatabase
  readonly rows: number
  readonly upstream: UpstreamProcess
}

/** Makes the requests of each work for one seeded database. */
export interface Requests {
  /** Returns a work's requests to a contender. `count`: how many orders to import for the first time. */
  of(work: WorkName, contender: Contender, count: number): Promise<readonly Batch[]>
  /** Returns requests for the big tenant's first page. */
  firstPages(): readonly Batch[]
}

export async function createRequests(
  { database, rows, upstream }: RequestsDeps,
  ofBigTenant = false,
): Promise<Requests> {
  const orders = await sampleOrders(database, { rows, count: distinctOrders, seed: 11, ofBigTenant })
  const deep = new Map<string, Promise<readonly Batch[]>>()
  const imported = newReferences()

  async function newImports(count: number): Promise<readonly Batch[]> {
    const calls = Array.from({ length: count }, (_call, index) => ({
      tenantId: importers[index % importers.length] ?? bigTenant,
      procedure: 'import' as const,
      input: { orderRef: imported() },
    }))
    for (const [tenantId, own] of Map.groupBy(calls, (call) => call.tenantId)) {
      await upstream.addOrders({ tenantId, references: own.map(({ input }) => input.orderRef) })
    }
    return calls.map((call) => [call])
  }

  return {
    async of(work, contender, count) {
      switch (work) {
        case 'import-new':
          return newImports(count)
        case 'deep-page': {
          // The program finds out its own cursors, once.
          const pages = deep.get(contender.name) ?? readDeepPages(contender, rows)
          deep.set(contender.name, pages)
          return pages
        }
        default:
          return batchesOf(work, orders)
      }
    },
    firstPages: () => [[{ tenantId: bigTenant, procedure: 'list', input: { limit: 50 } }]],
  }
}

const pageSchema = z.object({
  result: z.object({ data: z.object({ pagination: z.object({ nextCursor: z.string() }) }) }),
})

/** Returns requests for pages in the middle of the big tenant's list, each by the cursor that leads there. */
async function readDeepPages({ program }: Contender, rows: number): Promise<readonly Batch[]> {
  const middle = Math.min(Math.floor(rows / 3 / 4), 20_000)
  const batches: Batch[] = []
  for (let page = 0; page < deepPages; page += 1) {
    const offset = middle + Math.floor((page * middle) / deepPages)
    const request = trpcRequest([{ tenantId: bigTenant, procedure: 'list', input: { limit: 1, offset } }])
    const response = await fetch(`${program.address}${request.path}`, { headers: request.headers })
    const { result } = pageSchema.parse(await response.json())
    const cursor = result.data.pagination.nextCursor
    batches.push([{ tenantId: bigTenant, procedure: 'list', input: { limit: 50, cursor } }])
  }
  return batches
}

/** References that no seeded order has, over all databases of the run. */
let lastReference = 0
function newReferences(): () => string {
  return () => {
    lastReference += 1
    return `999-0000000-${String(lastReference).padStart(7, '0')}`
  }
}
