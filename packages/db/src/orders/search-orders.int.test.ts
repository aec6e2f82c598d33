import type { OrderFilter, OrderStore } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

/** Few letters, so that parts occur often; letters whose case folds oddly, wide ones, and LIKE's own characters. */
const letters = ['1', '2', '-', 'a', 'B', 'é', 'İ', 'K', 'ß', '😀', '%', '_', '\\', ' ', 'Σ', 'ς']
const text = fc.array(fc.constantFrom(...letters), { maxLength: 9 }).map((list) => list.join(''))

const resources = new AsyncDisposableStack()
let testDatabase: TestDatabase
let orders: OrderStore

beforeAll(async () => {
  testDatabase = resources.use(await migratedDatabase())
  orders = resources.use(createDatabase({ url: testDatabase.runtimeUrl })).orders
  await using session = await testDatabase.openSuperuserSession()
  const codes = fc.sample(fc.tuple(text, text, fc.option(text), fc.option(text), fc.option(text)), 600)
  for (const [index, [reference, id, own, all, one]] of codes.entries()) {
    await session.query(
      `INSERT INTO orders (id, tenant_id, external_order_id, seller_order_number, tracking_codes, tracking_code, status,
         order_date) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        `${id}#${index}`,
        index % 3 === 0 ? tenantB : tenantA,
        `${reference}|${index}`,
        own,
        all?.replaceAll(' ', '\n') ?? null,
        one,
        index % 4 === 0 ? 'CANCELLED' : 'Shipped',
        index % 5 === 0 ? null : new Date(Date.UTC(2026, 0, 1 + (index % 100))).toISOString(),
      ],
    )
  }
})

afterAll(() => resources.disposeAsync())

/** Returns what a search has to find, as the contract says it. */
async function expected({ q = '', reference, status }: OrderFilter): Promise<string[]> {
  const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const rows = await testDatabase.superuserQuery(
    `SELECT id FROM orders WHERE tenant_id = $1 AND ($5::text IS NULL OR status = 'CANCELLED') AND (
       external_order_id ILIKE $2 OR id ILIKE $2 OR seller_order_number ILIKE $2
       OR tracking_codes ILIKE $3 OR replace(tracking_code, ' ', '') ILIKE $3 OR external_order_id = $4
     ) ORDER BY order_date DESC NULLS LAST, id`,
    [tenantA, pattern, pattern.replaceAll(/\s/gu, ''), reference ?? null, status ?? null],
  )
  return rows.map(({ id }) => String(id))
}

async function found(filter: OrderFilter): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await orders.list(tenantA, filter, { limit: 100, offset: 0, ...(cursor ? { cursor } : {}) })
    ids.push(...page.orders.map(({ id }) => id))
    cursor = page.nextCursor
    if (cursor === null) expect(page.total).toBe(ids.length)
  } while (cursor !== null)
  return ids
}

describe('a search by any part', () => {
  it('finds exactly what contains it, in the order of the list, whatever its letters and length', async () => {
    const q = text.filter((part) => part.trim() !== '').map((part) => part.trim())
    await fc.assert(
      fc.asyncProperty(q, fc.constantFrom<OrderFilter>({}, { status: 'Canceled' }), async (part, filter) => {
        expect(await found({ ...filter, q: part })).toEqual(await expected({ ...filter, q: part }))
      }),
      { numRuns: 300 },
    )
  })

  it('finds the order of the reference, too', async () => {
    const [row] = await testDatabase.superuserQuery(
      `SELECT external_order_id AS reference FROM orders WHERE tenant_id = '${tenantA}' LIMIT 1`,
    )
    const filter = { q: '12-', reference: String(row?.['reference']) }
    expect(await found(filter)).toEqual(await expected(filter))
    expect(await found({ q: 'nowhere', reference: filter.reference })).toHaveLength(1)
  })

  it('finds an order by its codes after they changed, and no longer by the old ones', async () => {
    await testDatabase.superuserQuery(
      `INSERT INTO orders (id, tenant_id, external_order_id, tracking_codes) VALUES ('moving', '${tenantA}', 'm', 'OLDCODE')`,
    )
    expect(await found({ q: 'oldcode' })).toEqual(['moving'])
    await testDatabase.superuserQuery(`UPDATE orders SET tracking_codes = E'FIRST\\nNEWCODE' WHERE id = 'moving'`)
    expect(await found({ q: 'oldcode' })).toEqual([])
    expect(await found({ q: 'new co de' })).toEqual(['moving'])
    expect(await found({ q: 'tnew' })).toEqual([])
  })
})

it('without the role of the search, the service finds the same by reading every order', async () => {
  const [{ owner } = {}] = await testDatabase.superuserQuery(
    `SELECT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname = 'orders'`,
  )
  await testDatabase.superuserQuery(`
    ALTER FUNCTION search_orders OWNER TO ${String(owner)}; ALTER FUNCTION search_orders SECURITY INVOKER`)
  expect(await found({ q: 'a12' })).toEqual(await expected({ q: 'a12' }))
  expect(await found({ q: '-2' })).toEqual(await expected({ q: '-2' }))
})
