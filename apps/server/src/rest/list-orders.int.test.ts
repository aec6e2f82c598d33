import { describe, expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer, listedFrom } from '../../test/harness/wire.ts'

const tenant = 'boutique-lyon'

/** Starts a service with three orders, a day apart, and an undated stub. */
async function withOrders() {
  const service = await startOrderport()
  await service.importOne(tenant, '400-0000000-0000000')
  const seller = service.connect(tenant)
  for (const day of [1, 2, 3]) {
    const reference = `171-000000${day}-000000${day}`
    seller.putOrder(sampleOrder(reference, (order) => ({ ...order, createdTime: `2026-02-0${day}T10:00:00Z` })))
    await service.importOne(tenant, reference)
  }
  const refs = async (query: string) => listedFrom(await service.get(tenant, query)).orders.map(({ ref }) => ref)
  return { service, refs, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

const [first, second, third, undated] = [
  '171-0000001-0000001',
  '171-0000002-0000002',
  '171-0000003-0000003',
  '400-0000000-0000000',
]

describe('GET /api/v1/orders', () => {
  it('lists newest first, undated last, and filters', async () => {
    await using list = await withOrders()
    expect(await list.refs('')).toEqual([third, second, first, undated])
    expect(await list.refs('?q=0000002')).toEqual([second])
    expect(await list.refs('?q=%20171-0000002%20')).toEqual([second])
    expect(await list.refs('?q=%25')).toEqual([])
    expect(await list.refs('?q=_')).toEqual([])
    expect(await list.refs('?q=%5C')).toEqual([])
    expect(await list.refs('?status=Unshipped')).toEqual([undated])
    expect(await list.refs('?status=&q=&limit=')).toEqual([third, second, first, undated])
    expect(await list.refs('?channel=amazon')).toHaveLength(4)
    expect(await list.refs('?channel=ebay')).toEqual([])
    expect(await list.refs('?dateFrom=2026-02-02')).toEqual([third, second])
    expect(await list.refs('?dateTo=2026-02-02')).toEqual([second, first])
    expect(await list.refs('?dateFrom=2026-02-02T10:00:00Z&dateTo=2026-02-02T10:00Z')).toEqual([second])
    expect(await list.refs('?dateFrom=0001-01-01&dateTo=9999-12-31')).toEqual([third, second, first])
  })

  it('pages, and says whether there is more', async () => {
    await using list = await withOrders()
    const page = async (query: string) => listedFrom(await list.service.get(tenant, query))
    expect(await page('?limit=3')).toMatchObject({
      count: 3,
      total: 4,
      pagination: { limit: 3, offset: 0, hasMore: true },
    })
    expect(await page('?limit=3&offset=3')).toMatchObject({
      count: 1,
      total: 4,
      pagination: { offset: 3, hasMore: false },
    })
    expect(await page('?offset=99')).toMatchObject({ count: 0, total: 4, pagination: { hasMore: false } })
    expect(await page('?limit=1000')).toMatchObject({ pagination: { limit: 100 } })
    expect(await page('?limit=99999999999999999999')).toMatchObject({ pagination: { limit: 100 } })
    expect(await page('?offset=99999999999999999999')).toMatchObject({ count: 0, total: 4 })
    expect(await page('?limit=0')).toMatchObject({ count: 0, total: 4 })
  })

  it.each([
    'limit=abc',
    'limit=-1',
    'limit=1.5',
    'limit=1e1',
    'offset=-1',
    'dateFrom=yesterday',
    'dateTo=2026-02-30',
    'status=shipped',
    'limit=1&limit=2',
    `q=${'x'.repeat(129)}`,
    'q=a&q=b',
  ])('refuses ?%s with 400 INVALID_REQUEST, and names the parameter', async (query) => {
    await using service = await startOrderport()
    const answer = await service.get(tenant, `?${query}`)
    expect([answer.status, codeFromAnswer(answer)]).toEqual([400, 'INVALID_REQUEST'])
    expect(answer.body).toMatchObject({ field: query.split('=')[0] })
  })
})
