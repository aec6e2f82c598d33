import {
  tenantIdSchema,
  type Order,
  type OrderFilter,
  type OrderPageRequest,
  type OrderStatus,
  type OrderStore,
} from '@orderport/domain'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

/** Dates that differ only by microseconds, equal dates, infinite ones, one before Christ, and missing ones. */
const dates = [
  '2026-01-01 00:00:00.000001+00',
  '2026-01-01 00:00:00.000002+00',
  '2026-01-01 00:00:00.0009+00',
  '2026-01-01 00:00:00.0009+00',
  '2026-03-31 23:59:59.999999+02',
  '2025-12-31+00',
  '1969-07-20 20:17:40+00',
  '0044-03-15 BC',
  'infinity',
  '-infinity',
  null,
  null,
  null,
]

const tenantC = tenantIdSchema.parse('tenant-c')
const resources = new AsyncDisposableStack()
let orders: OrderStore

beforeAll(async () => {
  const testDatabase = resources.use(await migratedDatabase())
  orders = resources.use(createDatabase({ url: testDatabase.runtimeUrl })).orders
  const rows = dates.map((date, index) => {
    const id = `ord-${String((index * 7) % 13).padStart(2, '0')}`
    const literal = date === null ? 'NULL' : `'${date}'`
    return `('${id}', 'tenant-a', '171-0000000-00000${String(index).padStart(2, '0')}', ${literal})`
  })
  await testDatabase.superuserQuery(`
    INSERT INTO orders (id, tenant_id, external_order_id, order_date) VALUES ${rows.join(', ')};
    INSERT INTO orders (id, tenant_id, external_order_id, status, channel, tracking_code, order_date) VALUES
      ('find-1', 'tenant-b', '402-100%', 'Shipped', 'amazon', '1Z_AB\\9', '2026-05-01T00:00:00Z'),
      ('find-2', 'tenant-b', '402-1000', 'Canceled', 'amazon', NULL, '2026-05-02T00:00:00Z'),
      ('find-3', 'tenant-b', '402-ÉTÉ', 'lost', 'shopify', '1ZXAB', '2026-05-03T00:00:00Z'),
      ('FIND-4', 'tenant-b', '402-4', NULL, 'shopify', NULL, NULL);
    INSERT INTO orders (id, tenant_id, external_order_id, status, total_amount, products, packages) VALUES
      ('old-1', 'tenant-c', '1', 'CANCELLED', 5, '[{"quantity":1.5}]', '[{"shippedAt":"9999-12-31T23:59:59-14:00"}]'),
      ('old-2', 'tenant-c', '2', 'Canceled', 'NaN', '[{"quantity":1e30,"price":1e30}]', '7'),
      ('old-3', 'tenant-c', '3', 'PARTIALLY_SHIPPED', 5, '[{"quantity":"0x1p9"}]', NULL),
      ('old-4', 'tenant-c', '4', 'shipped', 5, NULL, NULL),
      ('old-5', 'tenant-c', '5', 'UNKNOWN', 5, NULL, NULL),
      ('old-6', 'tenant-c', '6', 'lost', 5, NULL, NULL)`)
})

afterAll(() => resources.disposeAsync())

async function idsOf(filter: OrderFilter): Promise<string[]> {
  const page = await orders.list(tenantB, filter, { limit: 50, offset: 0 })
  expect(page.total).toBe(page.orders.length)
  return page.orders.map(({ id }) => id)
}

describe('a filter', () => {
  it.each<[OrderFilter, string[]]>([
    [{}, ['find-3', 'find-2', 'find-1', 'FIND-4']],
    [{ q: '' }, ['find-3', 'find-2', 'find-1', 'FIND-4']],
    [{ q: '100' }, ['find-2', 'find-1']],
    [{ q: '100%' }, ['find-1']],
    [{ q: '1z' }, ['find-3', 'find-1']],
    [{ q: 'z_a' }, ['find-1']],
    [{ q: 'b\\' }, ['find-1']],
    [{ q: '\\' }, ['find-1']],
    [{ q: 'find-' }, ['find-3', 'find-2', 'find-1', 'FIND-4']],
    [{ q: 'été' }, ['find-3']],
    [{ q: "' OR true --" }, []],
    [{ q: 'a\0' }, []],
    [{ channel: '\0' }, []],
    [{ status: 'Shipped' }, ['find-1']],
    [{ status: 'Unknown' }, ['find-3', 'FIND-4']],
    [{ channel: 'shopify' }, ['find-3', 'FIND-4']],
    [{ channel: 'shopify', q: '402-é' }, ['find-3']],
    [{ dateFrom: '2026-05-02T00:00:00.000Z' }, ['find-3', 'find-2']],
    [{ dateBefore: '2026-05-02T00:00:00.000Z' }, ['find-1']],
    [{ dateFrom: '2026-05-02T00:00:00.000Z', dateBefore: '2026-05-03T00:00:00.000Z', status: 'Canceled' }, ['find-2']],
  ])('%j finds %j', async (filter, ids) => {
    expect(await idsOf(filter)).toEqual(ids)
  })

  it.each(['0000-01-01T00:00:00.000Z', '2026-01-01T00:00:00+99:00', '2026-13-01', 'soon'])(
    'with the date %j, which Postgres does not accept, is refused',
    async (dateFrom) => {
      const refusal = expect.objectContaining({ code: 'INVALID_REQUEST' })
      await expect(idsOf({ dateFrom })).rejects.toThrow(refusal)
    },
  )
})

describe('adopted rows', () => {
  it('with odd quantities and amounts, which made the whole list fail, are listed', async () => {
    const { orders: all } = await orders.list(tenantC, {}, { limit: 50, offset: 0 })
    expect(all.map(({ products }) => products.map(({ quantity }) => quantity))).toEqual([
      [null],
      [null],
      [null],
      [],
      [],
      [],
    ])
    expect(all.map(({ totalAmount }) => totalAmount)).toEqual(['5.00', null, '5.00', '5.00', '5.00', '5.00'])
  })

  it.each<[OrderStatus, string[]]>([
    ['Canceled', ['old-1', 'old-2']],
    ['PartiallyShipped', ['old-3']],
    ['Shipped', ['old-4']],
    ['Unknown', ['old-5', 'old-6']],
    ['Pending', []],
  ])('in Amazon’s newer spelling, which the filter missed, are found as %s', async (status, ids) => {
    const page = await orders.list(tenantC, { status }, { limit: 50, offset: 0 })
    expect(page.orders.map((order) => [order.id, order.status])).toEqual(ids.map((id) => [id, status]))
    expect(page.total).toBe(ids.length)
  })
})

async function walk(limit: number): Promise<Order[]> {
  const seen: Order[] = []
  let page: OrderPageRequest | null = { limit, offset: 0 }
  while (page !== null) {
    const { orders: part, nextCursor, hasMore, total } = await orders.list(tenantA, {}, page)
    expect(total).toBe(dates.length)
    expect(hasMore).toBe(nextCursor !== null)
    seen.push(...part)
    page = nextCursor === null ? null : { limit, offset: 0, cursor: nextCursor }
  }
  return seen
}

describe('pages', () => {
  it('come newest first, undated last, then by id', async () => {
    const { orders: all } = await orders.list(tenantA, {}, { limit: 50, offset: 0 })
    const last = all.filter(({ orderDate }) => orderDate === null).slice(-3)
    expect(last.map(({ id }) => id)).toEqual(last.map(({ id }) => id).toSorted())
    expect(all.map(({ externalOrderId }) => externalOrderId.slice(-2)).slice(0, 5)).toEqual([
      '08',
      '04',
      '02',
      '03',
      '01',
    ])
  })

  it('followed by cursor have every order once and in order, whatever the limit', async () => {
    const { orders: all } = await orders.list(tenantA, {}, { limit: 50, offset: 0 })
    expect(all).toHaveLength(dates.length)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 15 }), async (limit) => {
        expect(await walk(limit)).toEqual(all)
      }),
      { numRuns: 15 },
    )
  })

  it('by offset are the same orders as by cursor', async () => {
    const { orders: all } = await orders.list(tenantA, {}, { limit: 50, offset: 0 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 15 }), fc.nat(15), async (limit, offset) => {
        const page = await orders.list(tenantA, {}, { limit, offset })
        expect(page.orders).toEqual(all.slice(offset, offset + limit))
        expect(page).toMatchObject({ total: all.length, hasMore: offset + limit < all.length })
      }),
      { numRuns: 30 },
    )
  })

  it('count an offset from the cursor', async () => {
    const { orders: all } = await orders.list(tenantA, {}, { limit: 50, offset: 0 })
    const { nextCursor } = await orders.list(tenantA, {}, { limit: 4, offset: 0 })
    const page = await orders.list(tenantA, {}, { limit: 2, offset: 3, cursor: nextCursor ?? '' })
    expect(page.orders).toEqual(all.slice(7, 9))
  })

  it('beyond the end are empty and still have the total', async () => {
    expect(await orders.list(tenantA, {}, { limit: 5, offset: 500 })).toEqual({
      orders: [],
      total: dates.length,
      hasMore: false,
      nextCursor: null,
    })
  })

  it('of another tenant never open to our cursor', async () => {
    const { nextCursor } = await orders.list(tenantA, {}, { limit: 1, offset: 0 })
    const page = await orders.list(tenantB, {}, { limit: 50, offset: 0, cursor: nextCursor ?? '' })
    expect(page.orders.map(({ tenantId }) => tenantId)).toEqual(page.orders.map(() => tenantB))
  })

  it.each(['nonsense', Buffer.from('["2026-13-45T99:00:00","x"]').toString('base64url')])(
    'refuse the cursor %j',
    async (cursor) => {
      const refusal = expect.objectContaining({ code: 'INVALID_REQUEST', field: 'cursor' })
      await expect(orders.list(tenantA, {}, { limit: 5, offset: 0, cursor })).rejects.toThrow(refusal)
    },
  )
})
