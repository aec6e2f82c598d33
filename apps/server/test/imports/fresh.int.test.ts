import { expect, it, vi } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { startImportService, widenPlans } from './start-import-service.ts'

// Processes take long to start on a busy machine.
vi.setConfig({ testTimeout: 240_000 })

const tenant = 'boutique-lyon'
const other = 'boutique-paris'
const reference = '171-0000000-0000001'

it('an order that changes at Amazon is updated by the sweeps, and a connection that needs its seller stops no other', async () => {
  await using service = await startImportService({ SWEEP_EVERY_MS: '1000' })
  const { amazon, sql } = service
  widenPlans(service)
  const seller = service.connect(tenant)
  const foreign = service.connect(other)
  for (const each of [seller, foreign]) {
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    each.putOrder(
      sampleOrder(reference, (order) => ({
        ...order,
        createdTime: minutesAgo(600),
        lastUpdatedTime: minutesAgo(500),
        fulfillment: { ...order.fulfillment, fulfillmentStatus: 'UNSHIPPED' },
      })),
    )
  }
  for (const tenantId of [tenant, other]) {
    const answer = await service.importOne(tenantId, reference)
    expect(answer.body).toMatchObject({ status: 'Unshipped' })
  }
  amazon.revokeRefreshToken(`Atzr|SELLER-${other}`)
  amazon.expireAccessTokens()
  const tokens = () => amazon.requestLog.requests.filter(({ body }) => body.includes(`SELLER-${other}`)).length
  await service.startWorker()
  const sweptThrough = async (tenantId: string) =>
    (await sql('SELECT swept_through::text AS at FROM order_sweeps WHERE tenant_id = $1', [tenantId]))[0]?.['at'] ??
    null
  await expect.poll(() => sweptThrough(tenant), { timeout: 60_000 }).not.toBeNull()
  const status = async () =>
    (await sql('SELECT status FROM channel_connections WHERE tenant_id = $1', [other]))[0]?.['status']
  await expect.poll(status, { timeout: 60_000 }).not.toBe('active')
  const refused = tokens()

  // The refresh leaves it alone, since it was checked a moment ago.
  const calls = amazon.requestLog.count('getOrder')
  const before = await sweptThrough(tenant)
  const changed = new Date(Date.now() - 4 * 60_000).toISOString()
  seller.updateOrder(reference, {
    lastUpdatedTime: changed,
    fulfillment: { ...seller.order(reference)?.fulfillment, fulfillmentStatus: 'SHIPPED' },
  })
  const stored = async () => (await sql('SELECT status FROM orders WHERE tenant_id = $1', [tenant]))[0]?.['status']
  await expect.poll(stored, { timeout: 60_000 }).toBe('Shipped')
  expect(amazon.requestLog.count('getOrder')).toBe(calls)
  await expect.poll(() => sweptThrough(tenant), { timeout: 60_000 }).not.toBe(before)
  expect(await sweptThrough(other)).toBeNull()
  expect(tokens()).toBe(refused)
  expect(await sql('SELECT status FROM orders WHERE tenant_id = $1', [other])).toEqual([{ status: 'Unshipped' }])
})
