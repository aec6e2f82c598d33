import { expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../../test/harness/openapi-document.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const orderRef = '171-4093870-1757126'
const headers = { 'x-tenant-id': tenant }

it('every tRPC answer matches the OpenAPI document', async () => {
  // Without a worker, an import stays as it was started.
  await using service = await startOrderport({ ROLE: 'api' })
  service.connect(tenant).putOrder(sampleOrder(orderRef))
  const document = openApiDocument('trpc')
  const ask = (procedure: string, input: object) =>
    service.call(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
  const change = (procedure: string, body: object) =>
    service.call(`/trpc/${procedure}`, { method: 'POST', headers, body })
  const importIt = (body: object, given: Readonly<Record<string, string>> = headers) =>
    service.call('/trpc/orders.import', { method: 'POST', headers: given, body })
  const period = { since: '2026-02-01', until: '2026-02-08' }
  const started = await change('imports.start', { refs: [orderRef, '#1001'] })
  const { id } = startedSchema.parse(started.body).result.data.import

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
    ['get', 'orders.late', await ask('orders.late', {}), 200],
    ['post', 'imports.start', started, 200],
    ['post', 'imports.start', await change('imports.start', period), 200],
    ['post', 'imports.start', await change('imports.start', { refs: ['#1001'] }), 400],
    ['get', 'imports.preview', await ask('imports.preview', period), 200],
    ['get', 'imports.get', await ask('imports.get', { id }), 200],
    ['get', 'imports.get', await ask('imports.get', { id: 'imp-unknown' }), 404],
    ['get', 'imports.list', await ask('imports.list', {}), 200],
    ['post', 'imports.cancel', await change('imports.cancel', { id }), 200],
    ['post', 'imports.retryFailed', await change('imports.retryFailed', { id }), 200],
  ] as const) {
    expect(answer.status).toBe(status)
    expect(document.faultsOf([method, `/trpc/${procedure}`, status], answer.body)).toEqual([])
  }
  const { text: stream } = await ask('imports.watch', { id })
  const [, event = 'null'] = /^data: (.*)\nid: /m.exec(stream) ?? []
  expect(document.faultsOf(['get', '/trpc/imports.watch', 200], JSON.parse(event))).toEqual([])
  service.vault.seal()
  const failed = await importIt({ orderRef }, { 'x-tenant-id': 'another' })
  expect(failed.status).toBe(503)
  expect(document.faultsOf(['post', '/trpc/orders.import', 503], failed.body)).toEqual([])
})

const startedSchema = z.object({ result: z.object({ data: z.object({ import: z.object({ id: z.string() }) }) }) })
