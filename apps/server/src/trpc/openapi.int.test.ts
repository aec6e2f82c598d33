import { expect, it } from 'vitest'
import { openApiDocument } from '../../test/harness/openapi-document.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const orderRef = '171-4093870-1757126'
const headers = { 'x-tenant-id': tenant }

it('every tRPC answer matches the OpenAPI document', async () => {
  await using service = await startOrderport()
  service.connect(tenant).putOrder(sampleOrder(orderRef))
  const document = openApiDocument('trpc')
  const ask = (procedure: string, input: object) =>
    service.call(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
  const importIt = (body: object, given: Readonly<Record<string, string>> = headers) =>
    service.call('/trpc/orders.import', { method: 'POST', headers: given, body })

  for (const [method, procedure, answer, status] of [
    ['post', 'orders.import', await importIt({ orderRef }), 200],
    ['get', 'orders.get', await ask('orders.get', { orderId: orderRef }), 200],
    ['get', 'orders.list', await ask('orders.list', { limit: 1 }), 200],
    ['get', 'orders.list', await service.call('/trpc/orders.list', { headers }), 200],
    ['get', 'orders.list', await ask('orders.list', { limit: -1 }), 400],
    ['get', 'orders.get', await ask('orders.get', { orderId: 'ord-unknown' }), 404],
    ['post', 'orders.import', await importIt({ orderRef: '#1001' }), 400],
    ['post', 'orders.import', await importIt({ orderRef }, {}), 400],
    ['post', 'orders.import', await importIt({ orderRef: '171-0000000-0000000' }), 404],
    ['post', 'orders.import', await importIt({ orderRef: 'x'.repeat(300_000) }), 413],
  ] as const) {
    expect(answer.status).toBe(status)
    expect(document.faultsOf([method, `/trpc/${procedure}`, status], answer.body)).toEqual([])
  }
  service.vault.seal()
  const failed = await importIt({ orderRef }, { 'x-tenant-id': 'another' })
  expect(failed.status).toBe(503)
  expect(document.faultsOf(['post', '/trpc/orders.import', 503], failed.body)).toEqual([])
})
