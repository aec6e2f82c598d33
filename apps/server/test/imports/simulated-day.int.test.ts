import { createAmazonConnector } from '@orderport/amazon'
import { startAmazonSimulator } from '@orderport/amazon-simulator'
import { createRunJob, scheduleFreshness, type Services } from '@orderport/api'
import { migratedDatabase } from '@orderport/db/testing'
import { noTracer, tenantIdSchema, type BackgroundJob } from '@orderport/domain'
import { emptyCredentialStore } from '@orderport/vault'
import { expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { loadConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')
const application = { clientId: 'amzn1.application-oa2-client.day', clientSecret: 'application-secret-of-the-day' }
const authorisation = {
  refresh_token: 'Atzr|day',
  seller_id: 'ADAY',
  marketplace_id: 'A13V1IB3VIYZZH',
  region: 'eu-west-1',
}

const minute = 60_000
const day = 24 * 60 * minute
const ordersUnderWay = 8
const stepMs = minute / 2

/** Starts the background work of one seller by a clock of the test's, without waiting for anything but answers. */
async function startWork() {
  await using cleanup = new AsyncDisposableStack()
  const clock = { ms: Math.floor(Date.now() / day) * day }
  const now = () => new Date(clock.ms)
  const amazon = cleanup.use(await startAmazonSimulator({ now: () => clock.ms, requestLogCapacity: 1 }))
  amazon.registerApplication(application)
  const seller = amazon.registerSeller({ sellerId: 'ADAY', region: 'eu-west-1', refreshToken: 'Atzr|day' })
  const database = cleanup.use(await migratedDatabase())
  const composition = await compose(loadConfig({ DATABASE_URL: database.runtimeUrl }), {
    log: createLog('silent'),
    metrics: createMetrics({ version: '', commit: null }),
    tracer: noTracer,
    now,
    random: Math.random,
    stopping: new AbortController().signal,
  })
  cleanup.defer(() => composition.close())
  const ofTenant = () => Promise.resolve({ values: authorisation, version: '1' })
  const connector = createAmazonConnector({
    credentials: { ...emptyCredentialStore, ofTenant },
    application,
    endpoints: { spapi: amazon.url, lwa: amazon.lwaUrl },
    now: () => clock.ms,
  })
  const queue = new Map<string, { readonly job: BackgroundJob; readonly at: number }>()
  const services: Services = {
    ...composition.services,
    connectors: new Map([['amazon', connector]]),
    jobs: {
      async enqueue(job, at) {
        const key = JSON.stringify(job)
        const moment = at === undefined ? clock.ms : Date.parse(at)
        queue.set(key, { job, at: Math.min(queue.get(key)?.at ?? Number.POSITIVE_INFINITY, moment) })
      },
    },
  }
  const runJob = createRunJob(services)
  const never = new AbortController().signal
  const owned = cleanup.move()
  return {
    amazon,
    seller,
    clock,
    services,
    sql: database.superuserQuery,
    /** Lets time pass, and runs what is due then. */
    async step(): Promise<void> {
      clock.ms += stepMs
      await scheduleFreshness(services)
      for (const [key, { job, at }] of queue) {
        if (at > clock.ms) continue
        queue.delete(key)
        await runJob(job, never)
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it('of the orders under way that agents open in a day, 95 in 100 were checked within five minutes', async () => {
  await using work = await startWork()
  const { amazon, seller, clock, services, sql } = work
  const began = clock.ms
  // Most are there when the day begins, the others come during it; none is delivered before it ends.
  seller.seedOrders({ count: ordersUnderWay, from: began - day / 2, until: began + day / 4 })
  const first = seller.orderIds[0] ?? ''
  await createRunJob(services)(
    { kind: 'order', tenantId, channel: 'amazon', externalOrderId: first },
    new AbortController().signal,
  )
  const ages: number[] = []
  while (clock.ms < began + day) {
    await work.step()
    const [opened] = await sql(
      `SELECT external_order_id AS reference, checked_at AS checked FROM orders
       WHERE delivery_status <> 'delivered' ORDER BY random() LIMIT 1`,
    )
    if (opened?.['checked'] instanceof Date) ages.push((clock.ms - opened['checked'].getTime()) / 1000)
  }
  const sorted = ages.toSorted((one, other) => one - other)
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
  const [{ count = 0 } = {}] = await sql('SELECT count(*)::int AS count FROM orders')
  process.stdout.write(`a simulated day: ${String(count)} orders, ${ages.length} opened, p95 ${p95.toFixed(0)} s old\n`)
  expect(ages.length).toBeGreaterThan(2000)
  expect(p95).toBeLessThan(300)
  expect(count).toBeGreaterThan(ordersUnderWay / 2)
  expect(amazon.requestLog.throttled('getOrder')).toEqual({ byFault: 0, byBucket: 0 })
}, 600_000)
