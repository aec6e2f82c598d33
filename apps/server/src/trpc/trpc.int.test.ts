import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@orderport/api'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sendRaw } from '../../test/harness/raw-request.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const reference = '171-4093870-1757126'

function clientOf(service: { address: string }, headers: Record<string, string>) {
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${service.address}/trpc`, headers })] })
}

const errorData = z.object({
  code: z.string(),
  httpStatus: z.number(),
  appCode: z.string(),
  sentence: z.string().min(1),
  retryable: z.boolean(),
  requestId: z.string(),
})

async function expectFailure(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCClientError)) throw new Error('the call did not fail as a tRPC error')
  return { ...errorData.parse(error.data), message: error.message }
}

describe('the procedures over HTTP', () => {
  it('import, list and get an order', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    const { orders } = clientOf(service, { 'x-tenant-id': 'boutique-lyon' })
    const imported = await orders.import.mutate({ orderRef: reference })
    expect(imported).toMatchObject({ source: 'amazon_spapi', externalOrderId: reference, totalAmount: 29.99 })
    const { source: _source, ...order } = imported
    expect(await orders.get.query({ orderId: reference })).toEqual(order)
    expect(await orders.list.query()).toEqual({
      orders: [order],
      count: 1,
      total: 1,
      pagination: { limit: 50, offset: 0, hasMore: false, nextCursor: null },
    })
  })

  it('page through a list by cursor', async () => {
    await using service = await startOrderport()
    const { orders } = clientOf(service, { 'x-tenant-id': 'nouveau-client' })
    const references = Array.from({ length: 5 }, (_, index) => `171-0000000-000000${index}`)
    for (const orderRef of references) await orders.import.mutate({ orderRef })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof orders.list.query>> = await orders.list.query({ limit: 2, cursor })
      seen.push(...page.orders.map(({ ref }) => ref))
      cursor = page.pagination.nextCursor
    } while (cursor !== null)
    expect(seen.toSorted()).toEqual(references)
  })

  it('carry the catalogue’s codes and no inner detail', async () => {
    await using service = await startOrderport()
    const { orders } = clientOf(service, { 'x-tenant-id': 'boutique-lyon', 'x-request-id': 'trace-1' })
    expect(await expectFailure(orders.get.query({ orderId: 'ord-unknown' }))).toEqual({
      code: 'NOT_FOUND',
      httpStatus: 404,
      appCode: 'ORDER_NOT_FOUND',
      sentence: 'Commande introuvable.',
      retryable: false,
      requestId: 'trace-1',
      message: 'The tenant has no such order.',
    })
    expect(await expectFailure(orders.import.mutate({ orderRef: '#1001' }))).toMatchObject({
      appCode: 'ORDER_REF_INVALID',
    })
    expect(await expectFailure(orders.list.query({ limit: -1 }))).toMatchObject({
      appCode: 'INVALID_REQUEST',
      httpStatus: 400,
    })
    expect(await expectFailure(orders.list.query({ cursor: 'forged' }))).toMatchObject({ appCode: 'INVALID_REQUEST' })
    service.vault.seal()
    expect(await expectFailure(orders.import.mutate({ orderRef: reference }))).toMatchObject({
      appCode: 'CREDENTIALS_UNAVAILABLE',
      retryable: true,
      httpStatus: 503,
    })
  })

  it.each([
    [{}, 'TENANT_ID_MISSING'],
    [{ 'x-tenant-id': '../etc' }, 'INVALID_REQUEST'],
  ])('refuse the headers %j with %s', async (headers: Record<string, string>, appCode) => {
    await using service = await startOrderport()
    expect(await expectFailure(clientOf(service, headers).orders.list.query())).toMatchObject({ appCode })
  })

  it.each([
    ['GET', '/trpc/orders.unknown', undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/trpc/orders.import', undefined, 400, 'INVALID_REQUEST'],
    ['POST', '/trpc/orders.import', '{"orderRef":', 400, 'INVALID_REQUEST'],
    ['POST', '/trpc/orders.import', JSON.stringify({ orderRef: 'x'.repeat(300_000) }), 413, 'PAYLOAD_TOO_LARGE'],
    ['GET', '/trpc/orders.list?input=%7B', undefined, 400, 'INVALID_REQUEST'],
  ])('refuse %s %s in tRPC’s shape', async (method, path, body, status, appCode) => {
    await using service = await startOrderport()
    const answer = await service.call(path, { method, headers: { 'x-tenant-id': 'a' }, body })
    expect(answer.status).toBe(status)
    expect(z.object({ error: z.object({ data: errorData }) }).parse(answer.body).error.data.appCode).toBe(appCode)
    expect(answer.text).not.toMatch(/node_modules|\bat /)
  })

  it('accept only JSON bodies: a form, which would be read without a limit, is refused', async () => {
    await using service = await startOrderport()
    for (const type of [
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
    ]) {
      const headers = { 'x-tenant-id': 'a', 'content-type': type }
      const answer = await service.call('/trpc/orders.import', { method: 'POST', headers, body: 'x'.repeat(300_000) })
      expect([answer.status, answer.text.includes('"appCode":"UNSUPPORTED_MEDIA_TYPE"')]).toEqual([415, true])
    }
  })

  it.each(['TRACE', 'PUT', 'HEAD', 'OPTIONS'])('have no %s', async (method) => {
    await using service = await startOrderport()
    const answer = await sendRaw(service.address, '/trpc/orders.list', { method, headers: [['x-tenant-id', 'a']] })
    expect(answer.status).toBe(404)
  })

  it('refuse a batch of more than 20 calls', async () => {
    await using service = await startOrderport()
    const paths = Array.from({ length: 21 }, () => 'orders.list').join(',')
    const headers = { 'x-tenant-id': 'a', 'x-request-id': 'trace-2' }
    const answer = await service.call(`/trpc/${paths}?batch=1&input=%7B%7D`, { headers })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.text).toContain('"requestId":"trace-2"')
    expect(answer.text).toContain('"appCode":"INVALID_REQUEST"')
  })
})
