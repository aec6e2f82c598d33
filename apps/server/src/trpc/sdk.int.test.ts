import { createOrderport, OrderportError } from '@orderport/sdk'
import { describe, expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const reference = '171-4093870-1757126'

async function errorOf(call: Promise<unknown>): Promise<OrderportError> {
  const thrown = await call.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  )
  if (!OrderportError.isInstance(thrown)) throw thrown
  return thrown
}

describe('the SDK on the real service', () => {
  it('reads more at once than fits into one batch', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    const { orders } = createOrderport({ baseUrl: service.address, tenantId: 'boutique-lyon' })
    const { id } = await orders.import({ orderRef: reference })
    const read = await Promise.all(Array.from({ length: 50 }, () => orders.get({ orderId: reference })))
    expect(new Set(read.map((order) => order.id))).toEqual(new Set([id]))
  })

  it('keeps tenants apart in simultaneous calls', async () => {
    await using service = await startOrderport()
    const { orders } = createOrderport({ baseUrl: service.address, tenantId: 'boutique-lyon' })
    const tenants = ['boutique-lyon', 'atelier-nantes', 'nouveau-client']
    await Promise.all(
      tenants.map((tenantId, index) => orders.import({ orderRef: `171-0000000-000000${index}` }, { tenantId })),
    )
    const pages = await Promise.all([
      orders.list(),
      ...tenants.map((tenantId) => orders.list({}, { tenantId })),
      orders.list(),
    ])
    expect(pages.map((page) => page.orders.map(({ ref }) => ref.at(-1)).join())).toEqual(['0', '0', '1', '2', '0'])
  })

  it('walks through every page', async () => {
    await using service = await startOrderport()
    const { orders } = createOrderport({ baseUrl: service.address, tenantId: 'nouveau-client' })
    const references = Array.from({ length: 5 }, (_, index) => `171-0000000-000000${index}`)
    await Promise.all(references.map((orderRef) => orders.import({ orderRef })))
    const seen: string[] = []
    for await (const { ref } of orders.iterate({ limit: 2 })) seen.push(ref)
    expect(seen.toSorted()).toEqual(references)
  })

  it('reports a failure with its code, status, wait and request id', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon')
    service.vault.seal()
    const { orders } = createOrderport({ baseUrl: service.address, tenantId: 'boutique-lyon', maxRetries: 0 })
    expect(await errorOf(orders.import({ orderRef: reference }, { requestId: 'trace-1' }))).toMatchObject({
      code: 'CREDENTIALS_UNAVAILABLE',
      status: 503,
      retryable: true,
      requestId: 'trace-1',
      retryAfterSeconds: expect.any(Number),
    })
    const [read] = await Promise.all([errorOf(orders.get({ orderId: reference })), orders.list()])
    expect(read).toMatchObject({ code: 'ORDER_NOT_FOUND', status: 404, retryable: false, retryAfterSeconds: null })
  })

  it('retries an import after a transient failure, and stores one order', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    const outage = service.vault.faults.push({ fault: { kind: 'reset' }, path: 'tenants/boutique-lyon/' })
    const fetched: number[] = []
    const { orders } = createOrderport({
      baseUrl: service.address,
      tenantId: 'boutique-lyon',
      async fetch(url, request) {
        const response = await fetch(url, request)
        fetched.push(response.status)
        outage.release()
        // The service asks for some seconds in a header; a test need not wait for them.
        return new Response(await response.text(), { status: response.status })
      },
    })
    const imported = await orders.import({ orderRef: reference })
    expect(fetched).toEqual([503, 200])
    expect((await orders.list()).orders.map(({ id }) => id)).toEqual([imported.id])
  })

  it('says what to check when baseUrl is wrong', async () => {
    await using service = await startOrderport()
    const { orders } = createOrderport({ baseUrl: `${service.address}/api`, tenantId: 'a' })
    const error = await errorOf(orders.list())
    expect(error).toMatchObject({ code: 'UNREADABLE_ANSWER', status: 404, retryable: false })
    expect(error.message).toContain('Is baseUrl right?')
  })
})
