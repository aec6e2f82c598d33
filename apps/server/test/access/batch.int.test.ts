import { expect, it } from 'vitest'
import { setAccessScene } from './access-scene.ts'
import { sendRaw } from '../harness/raw-request.ts'
import { absentOrder, tenantA, tenantB } from './two-tenants.ts'

it('a batch answers each call for itself: the own order, and another tenant’s as one that is absent', async () => {
  await using scene = await setAccessScene()
  const ask = async (orderId: string) => {
    const input = JSON.stringify({ 0: { orderId: tenantA.order.id }, 1: { orderId }, 2: { q: orderId } })
    const path = `/trpc/orders.get,orders.get,orders.list?batch=1&input=${encodeURIComponent(input)}`
    const headers = [
      ['x-api-key', scene.credentials.keys.good],
      ['x-request-id', 'batch'],
    ] as const
    return sendRaw(scene.addresses.public, path, { method: 'GET', headers })
  }
  const foreign = await ask(tenantB.order.id)
  const absent = await ask(absentOrder.id)
  expect([foreign.status, foreign.text]).toEqual([207, absent.text])
  expect(foreign.text).toContain(tenantA.order.id)
  expect(foreign.text).toContain('"appCode":"ORDER_NOT_FOUND"')
  expect(tenantB.secrets.filter((secret) => foreign.text.includes(secret))).toEqual([])
})
