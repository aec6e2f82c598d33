import { sampleOrder } from '@orderport/server/testing/sample-order'
import { quantile } from '../measure/statistics.ts'
import { dayMs, longAgo, openScene, refusedByPlans, tenant, type Scene } from './open-scene.ts'

interface RateOptions {
  readonly ordersApi: '2026-01-01' | 'v0'
  /** The operation whose plan the backfill has to wait for. */
  readonly operation: 'searchOrders' | 'v0.getOrder'
  /** How much faster than published the plans are: a backfill of months then takes minutes. */
  readonly factor: number
  readonly ratePerSecond: number
  /** The first calls are of the burst; after them the backfill waits for each. */
  readonly skipped: number
  readonly measured: number
}

const versions: readonly RateOptions[] = [
  { ordersApi: '2026-01-01', operation: 'searchOrders', factor: 99, ratePerSecond: 0.5544, skipped: 25, measured: 55 },
  { ordersApi: 'v0', operation: 'v0.getOrder', factor: 20, ratePerSecond: 10, skipped: 100, measured: 900 },
]

const clickers = 2
const clicksOfEach = 25

/** Measures how much of a plan a backfill uses, and how long an agent's import takes beside it. */
export async function benchBackfillRate(): Promise<void> {
  for (const options of versions) {
    const { ordersApi, operation, factor, ratePerSecond, skipped, measured } = options
    await using scene = await openScene({ AMAZON_ORDERS_API: ordersApi })
    const { amazon, seller, imports } = scene
    amazon.usagePlans.scale(factor)
    seller.seedOrders({ count: 12_000, from: Date.now() - 90 * dayMs, until: Date.now() - dayMs })
    const clicked = Array.from({ length: 2 * clickers * clicksOfEach }, (_, index) => `171-0000000-0000${100 + index}`)
    for (const reference of clicked) seller.putOrder(sampleOrder(reference))
    const without = await clickAll(scene, clicked.slice(0, clicked.length / 2))
    const before = amazon.requestLog.count(operation)
    await scene.startWorker()
    const { id } = (await imports.start({ since: longAgo() })).import
    await amazon.requestLog.received(operation, before + skipped + measured)
    const calls = amazon.requestLog.requests.filter((call) => call.operation === operation && call.status === 200)
    const times = calls.map(({ time }) => time).slice(-measured - 1)
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
    const share = (times.length - 1) / (seconds * ratePerSecond)
    console.log(
      `${ordersApi}: backfill uses ${(share * 100).toFixed(1)} % of the plan of ${operation} (${measured} calls)`,
    )
    const beside = await clickAll(scene, clicked.slice(clicked.length / 2))
    console.log(`${ordersApi}: an agent's import, p95: ${ms(beside)} beside the backfill, ${ms(without)} without it`)
    console.log(`${ordersApi}: calls that Amazon refused: ${refusedByPlans(scene)}`)
    await imports.cancel({ id })
  }
}

/** Imports the orders as so many agents do, each one after another. Returns how long each import took, sorted. */
async function clickAll({ address }: Scene, references: string[]): Promise<readonly number[]> {
  const left = [...references]
  const took: number[] = []
  const click = async (): Promise<void> => {
    for (let orderRef = left.pop(); orderRef !== undefined; orderRef = left.pop()) {
      const began = performance.now()
      const response = await fetch(`${address}/api/v1/orders/import-one`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' },
        body: JSON.stringify({ orderRef }),
      })
      if (response.status !== 200) throw new Error(`The import was refused: ${await response.text()}`)
      await response.arrayBuffer()
      took.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: clickers }, click))
  return took.toSorted((one, other) => one - other)
}

function ms(sorted: readonly number[]): string {
  return `${quantile(sorted, 0.95)?.toFixed(0)} ms`
}
