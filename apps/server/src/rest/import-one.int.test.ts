import { describe, expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer, importedFrom, listedFrom } from '../../test/harness/wire.ts'

const reference = '171-4093870-1757126'

describe('POST /api/v1/orders/import-one', () => {
  it('imports once, however often the panel fires: one row, one id, one upstream call', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.importOne('boutique-lyon', reference)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(new Set(answers.map((answer) => importedFrom(answer).orderId)).size).toBe(1)
    expect(service.amazon.requestLog.count('getOrder')).toBe(1)
    expect(listedFrom(await service.get('boutique-lyon', '')).total).toBe(1)
  })

  it('stores one stub for simultaneous imports without credentials', async () => {
    await using service = await startOrderport()
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.importOne('nouveau-client', reference)))
    expect(new Set(answers.map((answer) => importedFrom(answer).orderId)).size).toBe(1)
    expect(listedFrom(await service.get('nouveau-client', '')).total).toBe(1)
  })

  it('stores two rows for two tenants that hold the same reference', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    service.connect('atelier-berlin').putOrder(sampleOrder(reference))
    const lyon = importedFrom(await service.importOne('boutique-lyon', reference))
    const berlin = importedFrom(await service.importOne('atelier-berlin', reference))
    expect(lyon.source).toBe('amazon_spapi')
    expect(berlin.source).toBe('amazon_spapi')
    expect(lyon.orderId).not.toBe(berlin.orderId)
    expect(listedFrom(await service.get('boutique-lyon', '')).orders).toMatchObject([{ id: lyon.orderId }])
    expect(listedFrom(await service.get('atelier-berlin', '')).orders).toMatchObject([{ id: berlin.orderId }])
  })

  it('answers 404 and stores nothing for a reference that Amazon doesn’t know', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon')
    const answer = await service.importOne('boutique-lyon', reference)
    expect(answer.status).toBe(404)
    expect(codeFromAnswer(answer)).toBe('ORDER_NOT_FOUND_FOR_TENANT')
    expect(listedFrom(await service.get('boutique-lyon', '')).total).toBe(0)
  })

  it('fetches again on refresh, and keeps what Amazon now leaves out', async () => {
    await using service = await startOrderport()
    const seller = service.connect('boutique-lyon')
    seller.putOrder(sampleOrder(reference))
    const first = importedFrom(await service.importOne('boutique-lyon', reference))
    seller.putOrder(
      sampleOrder(reference, ({ buyer: _buyer, recipient: _recipient, proceeds: _proceeds, ...order }) => ({
        ...order,
        lastUpdatedTime: '2026-03-01T00:00:00Z',
      })),
    )
    const refreshed = importedFrom(await service.importOne('boutique-lyon', reference, { refresh: true }))
    expect(refreshed).toEqual(first)
    expect(service.amazon.requestLog.count('getOrder')).toBe(2)
  })

  it('makes no stub when stubs are off', async () => {
    await using service = await startOrderport({ STUB_MODE: 'off' })
    const answer = await service.importOne('nouveau-client', reference)
    expect(answer.status).toBe(400)
    expect(codeFromAnswer(answer)).toBe('NO_ACTIVE_CHANNEL')
    expect(listedFrom(await service.get('nouveau-client', '')).total).toBe(0)
  })

  it('makes no stub when Vault fails, and imports once Vault is back', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    service.vault.seal()
    const failed = await service.importOne('boutique-lyon', reference)
    expect(failed.status).toBe(503)
    expect(codeFromAnswer(failed)).toBe('CREDENTIALS_UNAVAILABLE')
    expect(Number(failed.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(listedFrom(await service.get('boutique-lyon', '')).total).toBe(0)
    service.vault.unseal()
    expect(importedFrom(await service.importOne('boutique-lyon', reference)).source).toBe('amazon_spapi')
  })

  it('stores nothing when Amazon fails, and imports once Amazon is back', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'internal-failure' }, times: Infinity })
    const failed = await service.importOne('boutique-lyon', reference)
    expect(failed.status).toBe(502)
    expect(codeFromAnswer(failed)).toBe('UPSTREAM_ERROR')
    expect(listedFrom(await service.get('boutique-lyon', '')).total).toBe(0)
    service.amazon.faults.clear()
    expect(importedFrom(await service.importOne('boutique-lyon', reference)).source).toBe('amazon_spapi')
  })

  it.each([
    [{}, 'ORDER_REF_MISSING', 'orderRef'],
    [{ orderRef: '' }, 'ORDER_REF_MISSING', 'orderRef'],
    [{ orderRef: null }, 'ORDER_REF_MISSING', 'orderRef'],
    [{ orderRef: 5 }, 'ORDER_REF_INVALID', 'orderRef'],
    [{ orderRef: '#1001' }, 'ORDER_REF_INVALID', 'orderRef'],
    [{ orderRef: 'ABC-4093870-1757126' }, 'ORDER_REF_INVALID', 'orderRef'],
    [{ orderRef: '171-4093870-17571260' }, 'ORDER_REF_INVALID', 'orderRef'],
    [{ orderRef: reference, channel: 'ebay' }, 'INVALID_REQUEST', 'channel'],
    [{ orderRef: reference, refresh: 'yes' }, 'INVALID_REQUEST', 'refresh'],
    [{ orderRef: reference, conversation: [] }, 'INVALID_REQUEST', 'conversation'],
    [{ orderRef: reference, conversation: { customerName: 5 } }, 'INVALID_REQUEST', 'conversation.customerName'],
    [{ orderRef: reference, conversation: { orderDate: {} } }, 'INVALID_REQUEST', 'conversation.orderDate'],
    [{ orderRef: reference, tenantId: '../etc' }, 'INVALID_REQUEST', 'tenantId'],
    [[], 'INVALID_REQUEST', undefined],
    ['{"orderRef":', 'INVALID_REQUEST', undefined],
  ])('refuses the body %j with 400 %s, names the field %s, and does not call Vault', async (body, code, field) => {
    await using service = await startOrderport()
    const headers = { 'x-tenant-id': 'boutique-lyon' }
    const answer = await service.call('/api/v1/orders/import-one', { method: 'POST', headers, body })
    expect([answer.status, codeFromAnswer(answer)]).toEqual([400, code])
    expect(Object(answer.body).field).toBe(field)
    expect(service.vault.requestLog.requests).toEqual([])
  })
})
