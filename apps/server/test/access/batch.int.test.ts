import { expect, it } from 'vitest'
import { sendRaw, type Header } from '../harness/raw-request.ts'
import { startAccessFixture } from './access-fixture.ts'
import { absentOrder, tenantA, tenantB } from './two-tenants.ts'

it('a batch answers each call by itself: its own order, and another tenant’s like one that is absent', async () => {
  await using fixture = await startAccessFixture()
  const sendBatch = (orderId: string) => {
    const input = JSON.stringify({ 0: { orderId: tenantA.order.id }, 1: { orderId }, 2: { q: orderId } })
    const path = `/trpc/orders.get,orders.get,orders.list?batch=1&input=${encodeURIComponent(input)}`
    const headers: readonly Header[] = [
      ['x-api-key', fixture.credentials.keys.good],
      ['x-request-id', 'batch'],
    ]
    return sendRaw(fixture.addresses.public, path, { method: 'GET', headers })
  }
  const foreign = await sendBatch(tenantB.order.id)
  const absent = await sendBatch(absentOrder.id)
  expect([foreign.status, foreign.text]).toEqual([207, absent.text])
  expect(foreign.text).toContain(tenantA.order.id)
  expect(foreign.text).toContain('"appCode":"ORDER_NOT_FOUND"')
  expect(tenantB.canaries.filter((canary) => foreign.text.includes(canary))).toEqual([])
})
