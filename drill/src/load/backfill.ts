import { setTimeout as delay } from 'node:timers/promises'
import type { SimulatedSeller } from '@orderport/amazon-simulator'
import { z } from 'zod'
import { query } from '../world/database.ts'
import type { World } from '../world/start-world.ts'
import { askByFetch } from './ask.ts'
import type { Stored } from './check-database.ts'

const dayMs = 86_400_000
const orderCount = 900
/** A page takes this long, so that whatever happens meets the worker while it works, in milliseconds. */
const pageMs = 1000
const pollMs = 50
const patienceMs = 180_000

/** An import of two months of a shop's orders, which a worker does in the background. */
export interface Backfill {
  readonly tenantId: string
  readonly importId: string
  readonly seller: Pick<SimulatedSeller, 'orderIds'>
}

const started = z.object({ result: z.object({ data: z.object({ import: z.object({ id: z.string() }) }) }) })
let shops = 0

/** Opens a shop that has sold for two months, and starts to import its orders: ten pages of Amazon's. */
export async function startBackfill({ address, upstream }: Pick<World, 'address' | 'upstream'>): Promise<Backfill> {
  shops += 1
  const tenantId = `old-shop-${shops}`
  const seller = upstream.connect(tenantId)
  const now = Date.now()
  seller.seedOrders({ count: orderCount, from: now - 60 * dayMs, until: now - dayMs })
  upstream.amazon.faults.push({
    operation: 'searchOrders',
    fault: { kind: 'delay', ms: pageMs },
    times: Number.MAX_SAFE_INTEGER,
  })
  const since = new Date(now - 61 * dayMs).toISOString()
  const answer = await askByFetch(address)({ method: 'POST', path: '/trpc/imports.start', tenantId, body: { since } })
  return { tenantId, importId: started.parse(answer.body).result.data.import.id, seller }
}

const importRow = z.object({
  state: z.string(),
  error: z.string().nullable(),
  total: z.number().nullable(),
  done: z.number(),
})

async function readImport(superuserUrl: string, { tenantId, importId }: Backfill): Promise<z.infer<typeof importRow>> {
  const [row] = await query(
    superuserUrl,
    `SELECT state, error, total, stored + unchanged AS done FROM imports
     WHERE tenant_id = '${tenantId}' AND id = '${importId}'`,
  )
  return importRow.parse(row)
}

/** Waits until the import has got further than it is now. Returns the seconds that took; null when it never does. */
export async function progress(superuserUrl: string, backfill: Backfill): Promise<number | null> {
  const { done: before } = await readImport(superuserUrl, backfill)
  return await reached(superuserUrl, backfill, ({ done }) => done > before)
}

/** Waits for the import's end. Returns the seconds that took; null when it never comes. */
export async function end(superuserUrl: string, backfill: Backfill): Promise<number | null> {
  return await reached(superuserUrl, backfill, ({ state }) => !['queued', 'running', 'waiting'].includes(state))
}

async function reached(
  superuserUrl: string,
  backfill: Backfill,
  isReached: (row: z.infer<typeof importRow>) => boolean,
): Promise<number | null> {
  const since = performance.now()
  while (performance.now() - since < patienceMs) {
    if (isReached(await readImport(superuserUrl, backfill))) return (performance.now() - since) / 1000
    await delay(pollMs)
  }
  return null
}

/** Compares an import that has ended, and its ledger, with the rows that are there and the orders that Amazon has. */
export async function checkBackfill(superuserUrl: string, backfill: Backfill): Promise<Stored> {
  const { tenantId, importId, seller } = backfill
  const { state, error, total, done } = await readImport(superuserUrl, backfill)
  const rows = z
    .array(z.object({ reference: z.string() }))
    .parse(
      await query(superuserUrl, `SELECT external_order_id AS reference FROM orders WHERE tenant_id = '${tenantId}'`),
    )
  const [ledger] = z.tuple([z.object({ seen: z.number(), done: z.number(), open: z.number() })]).parse(
    await query(
      superuserUrl,
      `SELECT coalesce(sum(seen), 0)::int AS seen, coalesce(sum(stored + unchanged), 0)::int AS done,
         count(*) FILTER (WHERE state <> 'done')::int AS open
       FROM import_windows WHERE tenant_id = '${tenantId}' AND import_id = '${importId}'`,
    ),
  )
  const stored = new Set(rows.map(({ reference }) => reference))
  const sold = new Set(seller.orderIds)
  const counts = { total, done, 'in the ledger': ledger.seen, 'done in the ledger': ledger.done }
  return {
    lost: [...sold].filter((reference) => !stored.has(reference)).length,
    doubled: rows.length - stored.size,
    wrong: [
      ...(state === 'done' ? [] : [`the import is ${state}: ${error ?? 'no reason'}`]),
      ...(ledger.open === 0 ? [] : [`${ledger.open} windows are open`]),
      ...Object.entries(counts).flatMap(([name, count]) =>
        count === sold.size ? [] : [`${count} orders ${name} of ${sold.size}`],
      ),
      ...[...stored].filter((reference) => !sold.has(reference)).map((reference) => `nobody sold ${reference}`),
    ],
  }
}
