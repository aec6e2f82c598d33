import { expect, it } from 'vitest'
import { z } from 'zod'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

const imported = z.object({ orderId: z.string(), source: z.string(), status: z.string(), totalAmount: z.number() })
const listed = z.object({ total: z.number(), count: z.number(), orders: z.array(z.object({ id: z.string() })) })

it('an order imported before its seller is connected is a stub, and is completed later under the same id', async () => {
  await using service = await startOrderport()
  const tenant = 'boutique-lyon'
  const reference = '171-4093870-1757126'

  const stub = await service.importOne(tenant, reference, { conversation: { customerName: 'Camille Durand' } })
  expect(stub.status).toBe(200)
  const first = imported.parse(stub.body)
  expect(first).toMatchObject({ source: 'stub', status: 'Unshipped', totalAmount: 0 })
  expect(first.orderId).toMatch(/^ord-[0-9a-z]+-[0-9a-z]{6}$/)

  expect(listed.parse((await service.get(tenant, '')).body).total).toBe(1)
  expect((await service.get(tenant, `/${first.orderId}`)).status).toBe(200)
  expect((await service.get(tenant, `/${reference}`)).status).toBe(200)

  const again = await service.importOne(tenant, reference)
  expect(imported.parse(again.body)).toMatchObject({ source: 'cache', orderId: first.orderId })

  const found = listed.parse((await service.get(tenant, '?q=171-4093870')).body)
  expect(found).toMatchObject({ total: 1, count: 1, orders: [{ id: first.orderId }] })

  service.connect(tenant).putOrder(sampleOrder(reference))
  const completed = await service.importOne(tenant, reference)
  expect(imported.parse(completed.body)).toEqual({
    orderId: first.orderId,
    source: 'amazon_spapi',
    status: 'Shipped',
    totalAmount: 29.99,
  })
  const afterwards = imported.parse((await service.importOne(tenant, reference)).body)
  expect(afterwards).toMatchObject({ source: 'cache', orderId: first.orderId })
  expect(service.amazon.requestLog.count('getOrder')).toBe(1)
})
