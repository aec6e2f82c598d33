import { setTimeout as sleep } from 'node:timers/promises'
import { residentMegabytes } from '../measure/process-usage.ts'
import { dayMs, longAgo, openScene } from './open-scene.ts'

const orders = 50_000
const readEveryMs = 500

/** Measures what a worker holds in memory through one long backfill, which no plan slows down. */
export async function benchWorkerMemory(): Promise<void> {
  await using scene = await openScene()
  const { amazon, application, seller, imports, sql } = scene
  // Faster than any plan of a seller that the service would believe of an answer.
  amazon.usagePlans.override('searchOrders', { rate: 1000, burst: 1000 })
  await sql(
    `INSERT INTO upstream_usage (application, seller_id, region, operation, used, as_of, rate)
     VALUES ($1, $2, $3, 'searchOrders', 0, now(), 1000)`,
    [application.clientId, seller.sellerId, seller.region],
  )
  seller.seedOrders({ count: orders, from: Date.now() - 90 * dayMs, until: Date.now() - dayMs })
  const worker = await scene.startWorker()
  const { id } = (await imports.start({ since: longAgo() })).import
  let greatest = 0
  let next = 0
  for (let ended = false; !ended; await sleep(readEveryMs)) {
    const { done, finishedAt } = (await imports.get({ id, limit: 0 })).import
    const megabytes = residentMegabytes(worker.pid) ?? Number.NaN
    greatest = Math.max(greatest, megabytes)
    ended = finishedAt !== null
    if (done < next && !ended) continue
    console.log(`worker after ${done} orders: ${megabytes.toFixed(0)} MB`)
    next = done + orders / 10
  }
  console.log(`worker at most: ${greatest.toFixed(0)} MB`)
}
