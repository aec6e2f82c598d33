import { createNotificationQueue } from '@orderport/amazon'
import { orderChangeNotification, startSimulatedQueue, type SimulatedQueue } from '@orderport/amazon-simulator'
import { orderChanged } from '@orderport/api'
import { createDatabase } from '@orderport/db'
import { migratedDatabase } from '@orderport/db/testing'
import { DomainError } from '@orderport/domain'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { recordLog } from '../../test/harness/recorded-log.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { consumeNotifications } from './consume-notifications.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const patience = { timeout: 20_000, interval: 50 }

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key-of-tests')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-tests')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

function change(notificationId: string, sellerId = `SELLER-${tenant}`) {
  return orderChangeNotification({
    sellerId,
    orderId: reference,
    changedAt: '2026-02-09T08:00:00.000Z',
    notificationId,
  })
}

function variablesOf({ queueUrl, endpoint }: SimulatedQueue): Record<string, string> {
  return {
    AMAZON_NOTIFICATIONS_QUEUE_URL: queueUrl,
    AMAZON_NOTIFICATIONS_REGION: 'eu-west-1',
    AMAZON_NOTIFICATIONS_ENDPOINT: endpoint,
  }
}

it('an order that Amazon announces to have changed is asked for again, and nobody else’s', async () => {
  await using queue = await startSimulatedQueue()
  await using service = await startOrderport(variablesOf(queue))
  const seller = service.connect(tenant)
  seller.putOrder({ ...sampleOrder(reference), fulfillment: { fulfillmentStatus: 'UNSHIPPED' } })
  await service.importOne(tenant, reference)
  const shipped = sampleOrder(reference)
  seller.putOrder({ ...shipped, lastUpdatedTime: '2026-02-09T08:00:00.000Z' })
  queue.send(change('n-1'), 3)
  queue.send(change('n-2', 'A-STRANGER'))
  queue.send('no notification')
  await queue.deleted(4)
  await vi.waitFor(async () => {
    expect((await service.get(tenant, `/${reference}`)).body).toMatchObject({ status: 'Shipped' })
  }, patience)
  await vi.waitFor(async () => {
    const { text } = await service.call('/metrics')
    expect(text).toContain('orderport_notifications_total{kind="order-change",outcome="no_tenant"} 1')
    expect(text).toContain('orderport_notifications_total{kind="unusable",outcome="left"} 1')
  }, patience)
})

it('a process that only answers requests leaves the queue alone', async () => {
  await using queue = await startSimulatedQueue()
  queue.send(change('n-1'))
  await using service = await startOrderport({ ...variablesOf(queue), ROLE: 'api' })
  await service.call('/readyz')
  expect(queue.counts).toEqual({ visible: 1, inFlight: 0, deleted: 0 })
})

it('a queue that fails is told of once, and its messages are handled when it is back', async () => {
  await using queue = await startSimulatedQueue()
  queue.fail(403, 'com.amazon.coral.service#AccessDeniedException', 3)
  queue.send(change('n-1', 'A-STRANGER'))
  const { log, lines } = recordLog()
  await using service = await startOrderport(variablesOf(queue), { log, random: () => 0 })
  await queue.deleted(1)
  expect((await service.call('/livez')).status).toBe(200)
  const lost = lines.filter((line) => line['dependency'] === 'notification queue' && line['msg'] === 'lost')
  expect(lost).toHaveLength(1)
  expect(lost[0]?.['cause']).toContain('AccessDenied')
})

it('copies that several workers get, in any order, leave one job, and a database that is away loses none', async () => {
  await using testDatabase = await migratedDatabase()
  await using database = createDatabase({ url: testDatabase.runtimeUrl, connectTimeoutMs: 20_000 })
  await testDatabase.superuserQuery(`
    INSERT INTO seller_claims (tenant_id, channel, kind, value, selling_account)
    VALUES ('${tenant}', 'amazon', 'account', 'A1', 'A1')`)
  await using amazons = await startSimulatedQueue({ visibilityMs: 2000 })
  const copies = 6
  let failing = 4
  const outcomes: string[] = []
  const consumers = [1, 2, 3].map(() =>
    consumeNotifications({
      queue: createNotificationQueue({ ...amazons, region: 'eu-west-1' }),
      async handle(notification) {
        if (notification.kind !== 'order-change') return 'left'
        failing -= 1
        if (failing >= 0) throw new DomainError('DATABASE_UNAVAILABLE')
        const { sellerId, externalOrderId } = notification
        await orderChanged(database, { channel: 'amazon', sellerId, externalOrderId })
        return 'handled'
      },
      dependency: { lose: () => undefined, answered: () => undefined },
      log: { warn: () => undefined },
      onNotification: (_kind, outcome) => outcomes.push(outcome),
      random: () => 0,
    }),
  )
  amazons.send(change('n-1', 'A1'), copies)
  amazons.reverseOrder()
  await amazons.deleted(copies)
  await Promise.all(consumers.map((consumer) => consumer.stop()))
  expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(4)
  expect(outcomes).toContain('handled')
  expect(await testDatabase.superuserQuery('SELECT data FROM pgboss.job')).toEqual([
    { data: { kind: 'order', tenantId: tenant, channel: 'amazon', externalOrderId: reference } },
  ])
})
