import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../measure/statistics.ts'
import { dayMs, longAgo, openScene, refusedByPlans } from './open-scene.ts'

const orders = 100
/** A backfill checks all orders at once, and the plan spreads their next checks; agents open orders after that. */
const settlingMs = 7 * 60_000
const openingMs = 3 * 60_000
const openEveryMs = 1000

/**
 * Measures how old what an agent opens is, by Amazon's published plans: the age of the last check of orders under way,
 * one drawn each second. Nobody asks for them by a click meanwhile.
 */
export async function benchFreshness(): Promise<void> {
  await using scene = await openScene()
  const { seller, imports, sql } = scene
  // Nothing is delivered on the first day.
  seller.seedOrders({ count: orders, from: Date.now() - dayMs, until: Date.now() - dayMs / 24 })
  await scene.startWorker()
  const { id } = (await imports.start({ since: longAgo() })).import
  for await (const { state } of imports.watch(id)) if (state === 'failed') throw new Error('The backfill failed.')
  await sleep(settlingMs)
  const ages: number[] = []
  for (const end = Date.now() + openingMs; Date.now() < end; await sleep(openEveryMs)) {
    const [row] = await sql(
      'SELECT extract(epoch FROM now() - checked_at)::float8 AS age FROM orders ORDER BY random() LIMIT 1',
    )
    ages.push(Number(row?.['age']))
  }
  const sorted = ages.toSorted((one, other) => one - other)
  const seconds = (share: number) => quantile(sorted, share)?.toFixed(0)
  console.log(`age of what is opened, ${orders} orders under way: median ${seconds(0.5)} s, p95 ${seconds(0.95)} s`)
  console.log(`calls that Amazon refused: ${refusedByPlans(scene)}`)
}
