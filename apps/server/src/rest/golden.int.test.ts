import { expect, it } from 'vitest'
import { z } from 'zod'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'
import { importedFrom } from '../../test/harness/wire.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const headers = { 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org', 'x-request-id': 'golden' }

/** Makes ids and times the same in every run. Each call of the clock is a second later than the one before. */
function fixedWorld() {
  let calls = 0
  return { now: () => new Date(Date.UTC(2026, 1, 6, 12, 0, calls++)), random: () => 0.5 }
}

/** Returns status and body as text, to compare to the letter. On the wire the body is compact JSON. */
function golden({ status, headers: sent, text, body }: Answer): string {
  expect(sent.get('content-type')).toBe('application/json; charset=utf-8')
  expect(sent.get('x-request-id')).toBe('golden')
  expect(text).toBe(JSON.stringify(body))
  return `${status}\n${JSON.stringify(body, null, 2)}\n`
}

it('every REST answer is, to the letter, what deployed clients rely on', async () => {
  // A worker would read the clock too.
  await using service = await startOrderport({ ROLE: 'api' }, fixedWorld())
  const post = (body: object) => service.call('/api/v1/orders/import-one', { method: 'POST', headers, body })
  const get = (path: string) => service.call(`/api/v1/orders${path}`, { headers })
  const matches = (answer: Answer, name: string) => expect(golden(answer)).toMatchFileSnapshot(`golden/${name}.golden`)

  const conversation = { customerName: 'Camille Durand', customerEmail: 'c@example.org', orderDate: '2026-02-05' }
  const stub = await post({ orderRef: reference, conversation })
  await matches(stub, 'import-stub')
  await matches(await post({ orderRef: reference }), 'import-cache-of-stub')
  await matches(await get(`/${importedFrom(stub).orderId}`), 'detail-of-stub')

  service.connect(tenant).putOrder(sampleOrder(reference))
  await matches(await post({ orderRef: reference }), 'import-from-amazon')
  await matches(await post({ orderRef: reference }), 'import-cache')
  await matches(await get(`/${reference}`), 'detail')
  await matches(await get('?q=171-4093870'), 'list')
  await matches(await get('?q=nothing'), 'list-empty')

  await matches(await get('/ord-unknown'), 'detail-not-found')
  await matches(await post({ orderRef: '171-0000000-0000000' }), 'import-not-found')
  await matches(await post({}), 'import-without-reference')
  await matches(await post({ orderRef: '#1001' }), 'import-of-a-foreign-reference')
  await matches(await post({ orderRef: reference, tenantId: 'another' }), 'tenant-mismatch')
  await matches(await get('?limit=abc'), 'list-malformed')

  const startMany = (body: object) => service.call('/api/v1/orders/import-many', { method: 'POST', headers, body })
  const progress = (id: string) => service.call(`/api/v1/imports/${id}`, { headers })
  const text = `Où sont 171-0000000-0000000 et ${reference} ? #1001`
  const { importId } = startedSchema.parse((await startMany({ text })).body)
  await matches(await startMany({ orderRefs: [reference, 'n° 171-0000000-0000000', '#1001'] }), 'many-started')
  await matches(await progress(importId), 'progress-queued')
  await service.database.superuserQuery(finishImport)
  await matches(await progress(importId), 'progress-done')
  await matches(await progress('imp-unknown'), 'progress-not-found')
  await matches(await startMany({ orderRefs: ['#1001'] }), 'many-of-a-foreign-reference')
  await matches(await startMany({}), 'many-without-references')
})

const startedSchema = z.looseObject({ importId: z.string() })

/** What a worker leaves behind, had it worked at a fixed time. */
const finishImport = `
  UPDATE import_items SET state = 'failed', attempts = 1, error = 'ORDER_NOT_FOUND_FOR_TENANT'
  WHERE external_order_id = '171-0000000-0000000';
  UPDATE imports SET state = 'done', stored = 1, failed = 1, version = 4, started_at = '2026-02-06T12:30:00Z',
    finished_at = '2026-02-06T12:31:00Z'`
