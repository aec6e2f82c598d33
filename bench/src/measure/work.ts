import type { ContenderName } from '../contenders/contenders.ts'
import type { Batch, Call } from '../load/call.ts'
import type { SampledOrder } from './sampled-orders.ts'

/** What contenders are asked to do. */
export const workNames = [
  'detail',
  'list',
  'search-reference',
  'search-tracking',
  'search-3',
  'search-5',
  'search-7',
  'import-stored',
  'import-new',
  'batch-of-10',
  // Last: Prisma's memory doesn't recover from its cursors.
  'deep-page',
] as const

export type WorkName = (typeof workNames)[number]

export interface Work {
  readonly title: string
  readonly contenders: readonly ContenderName[]
  /** Whether it is also measured at other concurrencies than 16. */
  readonly atEachConcurrency: boolean
}

const rest = ['hand-written', 'Orderport REST'] as const
const trpc = ['stock tRPC', 'Orderport tRPC'] as const
const clients = ['stock tRPC client', 'Orderport SDK'] as const

export const works: Readonly<Record<WorkName, Work>> = {
  detail: { title: 'one order', contenders: [...rest, ...trpc, ...clients], atEachConcurrency: true },
  list: { title: 'list of 50', contenders: [...rest, ...trpc, ...clients], atEachConcurrency: true },
  'search-reference': {
    title: 'search by reference',
    contenders: [...rest, ...trpc],
    atEachConcurrency: false,
  },
  'search-tracking': { title: 'search by tracking code', contenders: rest, atEachConcurrency: false },
  'search-3': { title: 'search by 3 characters', contenders: rest, atEachConcurrency: false },
  'search-5': { title: 'search by 5 characters', contenders: rest, atEachConcurrency: false },
  'search-7': { title: 'search by 7 characters', contenders: rest, atEachConcurrency: false },
  'deep-page': { title: 'deep page by cursor', contenders: trpc, atEachConcurrency: false },
  'import-stored': {
    title: 'repeated import',
    contenders: [...rest, ...trpc, ...clients],
    atEachConcurrency: true,
  },
  'import-new': { title: 'first import', contenders: [...rest, ...trpc], atEachConcurrency: true },
  'batch-of-10': { title: 'batch of 10', contenders: trpc, atEachConcurrency: false },
}

/** Returns the requests of a work that needs nothing but stored orders. */
export function batchesOf(
  work: Exclude<WorkName, 'deep-page' | 'import-new'>,
  orders: readonly SampledOrder[],
): Batch[] {
  switch (work) {
    case 'detail':
      return orders.map((order, index) => [get(order, index)])
    case 'list':
      return orders.map(({ tenantId }) => [{ tenantId, procedure: 'list', input: { limit: 50 } }])
    case 'search-reference':
      return orders.map((order) => [search(order, order.reference)])
    case 'search-tracking':
      return orders.map((order) => [search(order, order.trackingCode)])
    case 'search-3':
    case 'search-5':
    case 'search-7': {
      const length = Number(work.slice('search-'.length))
      return orders.map((order, index) => [search(order, partOf(order, index, length))])
    }
    case 'import-stored':
      return orders.map(({ tenantId, reference }) => [
        { tenantId, procedure: 'import', input: { orderRef: reference } },
      ])
    case 'batch-of-10':
      return batchesByTenant(orders, 10)
  }
}

/** Half of the calls name the id, half the reference. */
function get({ tenantId, id, reference }: SampledOrder, index: number): Call {
  return { tenantId, procedure: 'get', input: { orderId: index % 2 === 0 ? id : reference } }
}

function search({ tenantId }: SampledOrder, q: string): Call {
  return { tenantId, procedure: 'list', input: { q } }
}

/** Returns the end of the reference or of the tracking code in turn: what people type. */
function partOf({ reference, trackingCode }: SampledOrder, index: number, length: number): string {
  return (index % 2 === 0 ? reference : trackingCode).slice(-length)
}

/** Returns batches of so many calls, each for one tenant, as a batch over tRPC is. */
function batchesByTenant(orders: readonly SampledOrder[], size: number): Batch[] {
  const byTenant = Map.groupBy(orders, ({ tenantId }) => tenantId)
  return [...byTenant.values()].flatMap((own) => {
    const calls = own.map(get)
    const repeated = Array.from({ length: Math.max(size, calls.length) }, (_call, index) => calls[index % calls.length])
    const filled = repeated.filter((call) => call !== undefined)
    return Array.from({ length: Math.floor(filled.length / size) }, (_batch, index) =>
      filled.slice(index * size, (index + 1) * size),
    )
  })
}
