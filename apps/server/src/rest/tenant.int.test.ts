import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer, importedFrom, listedFrom } from '../../test/harness/wire.ts'

const reference = '171-4093870-1757126'

type Places = { header?: string; query?: string; body?: string }

describe('the tenant of a REST request', () => {
  it.each<[Places, number, string | null]>([
    [{ header: 'a' }, 200, null],
    [{ query: 'a' }, 200, null],
    [{ body: 'a' }, 200, null],
    [{ header: 'a', query: 'a', body: 'a' }, 200, null],
    [{}, 400, 'TENANT_ID_MISSING'],
    [{ header: '' }, 400, 'TENANT_ID_MISSING'],
    [{ header: 'a', query: 'b' }, 403, 'TENANT_MISMATCH'],
    [{ header: 'a', body: 'b' }, 403, 'TENANT_MISMATCH'],
    [{ query: 'a', body: 'b' }, 403, 'TENANT_MISMATCH'],
    [{ header: 'a', query: 'a', body: 'A' }, 403, 'TENANT_MISMATCH'],
    [{ header: '../a' }, 400, 'INVALID_REQUEST'],
    [{ header: 'a'.repeat(65) }, 400, 'INVALID_REQUEST'],
    [{ query: 'a&tenantId=a' }, 400, 'INVALID_REQUEST'],
  ])('%j → %i %s', async ({ header, query, body }, status, code) => {
    await using service = await startOrderport()
    const answer = await service.call(`/api/v1/orders/import-one${query === undefined ? '' : `?tenantId=${query}`}`, {
      method: 'POST',
      headers: header === undefined ? {} : { 'x-tenant-id': header },
      body: { orderRef: reference, ...(body === undefined ? {} : { tenantId: body }) },
    })
    expect(answer.status).toBe(status)
    expect(answer.status === 200 ? null : codeFromAnswer(answer)).toBe(code)
  })

  it('is refused when the header is sent twice, even with the same value', async () => {
    await using service = await startOrderport()
    const { hostname, port } = new URL(service.address)
    const socket = connect(Number(port), hostname)
    socket.end(
      'GET /api/v1/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-tenant-id: a\r\nx-tenant-id: a\r\n\r\n',
    )
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"INVALID_REQUEST"')
  })

  it('sees only its own orders, and another tenant’s order is answered byte for byte as an absent one', async () => {
    await using service = await startOrderport()
    const mine = importedFrom(await service.importOne('tenant-a', reference))
    await service.importOne('tenant-b', '402-0000000-0000001')
    expect(listedFrom(await service.get('tenant-b', `?q=${reference}`)).total).toBe(0)
    const ask = (tenant: string, id: string) =>
      service.call(`/api/v1/orders/${id}`, { headers: { 'x-tenant-id': tenant, 'x-request-id': 'same' } })
    expect((await ask('tenant-a', mine.orderId)).status).toBe(200)
    const absent = await ask('tenant-b', 'ord-aaaaaaaa-aaaaaa')
    expect([absent.status, codeFromAnswer(absent)]).toEqual([404, 'ORDER_NOT_FOUND'])
    for (const id of [mine.orderId, reference, mine.orderId.slice(0, -1), '%25', `${mine.orderId}%00`]) {
      expect((await ask('tenant-b', id)).text).toBe(absent.text)
    }
    expect((await ask('tenant-a', mine.orderId.slice(0, -1))).status).toBe(404)
  })
})
