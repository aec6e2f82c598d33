import type { BulkImport, ImportWindow } from '@orderport/domain'
import { expect, it, vi } from 'vitest'
import { createDatabase } from '../database.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import {
  backfill,
  importFixture,
  importId,
  later,
  page,
  pageOrder,
  referenceOf,
  since,
  start,
  until,
  type ImportFixture,
} from '../testing/import-fixture.ts'
import { openSession } from '../testing/open-session.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const middle = '2026-01-16T00:00:00.000Z'

/** A backfill whose first window is open. */
async function openedBackfill(from = since): Promise<ImportFixture> {
  const fixture = await importFixture()
  const { imports } = fixture.database
  await imports.create(tenantA, backfill())
  await imports.begin(tenantA, importId, start)
  await imports.openWindow(tenantA, importId, { from, to: until }, start)
  return fixture
}

function countsOf(counted: BulkImport | ImportWindow | undefined | null) {
  return [counted?.stored, counted?.unchanged, counted?.failed]
}

async function storedReferences({ sql }: ImportFixture): Promise<readonly unknown[]> {
  const rows = await sql('SELECT external_order_id AS reference FROM orders ORDER BY 1')
  return rows.map(({ reference }) => reference)
}

it('a page stores its orders, its items, its counts and the next token', async () => {
  await using fixture = await openedBackfill()
  const { imports, orders } = fixture.database
  const unread = [referenceOf(9)]
  const first = await imports.savePage(tenantA, importId, page([1, 2], [null, 'second'], { unread }))
  expect(first).toMatchObject({ state: 'running', total: null, stored: 2, unchanged: 0, version: 3 })
  const last = await imports.savePage(tenantA, importId, page([3], ['second', null]))
  expect(last).toMatchObject({ total: 4, stored: 3 })
  expect(await imports.windows(tenantA, importId)).toEqual([
    {
      number: 1,
      from: since,
      to: until,
      state: 'done',
      token: null,
      pages: 2,
      seen: 4,
      stored: 3,
      unchanged: 0,
      failed: 0,
      restarts: 0,
    },
  ])
  expect(await orders.find(tenantA, { channel: 'amazon', externalOrderId: referenceOf(3) })).toMatchObject({
    customerName: 'Zoé Exemple',
    checkedAt: later,
  })
  expect(await orders.list(tenantB, {}, { limit: 10, offset: 0 })).toMatchObject({ total: 0 })
  expect(await imports.dueItems(tenantA, importId, later, 10)).toMatchObject([{ externalOrderId: referenceOf(9) }])
  // The order that could not be read is counted in the window that listed it.
  expect(countsOf(await imports.finishItem(tenantA, importId, referenceOf(9), { state: 'stored' }, later))).toEqual([
    4, 0, 0,
  ])
  expect(countsOf((await imports.windows(tenantA, importId))[0])).toEqual([4, 0, 0])
})

it('an order that is known as it is, is unchanged; one that changed is stored', async () => {
  await using fixture = await openedBackfill()
  const { imports } = fixture.database
  await imports.savePage(tenantA, importId, page([1, 2], [null, null]))
  await imports.create(tenantA, backfill({ id: 'imp-2' }))
  await imports.openWindow(tenantA, 'imp-2', { from: since, to: until }, start)
  const changed = pageOrder(2, { sourceUpdatedAt: '2026-02-07T08:00:00.000Z', customerName: 'Zoé Nouvelle' })
  const again = { ...page([], [null, null]), orders: [changed, pageOrder(1), pageOrder(1)] }
  expect(countsOf(await imports.savePage(tenantA, 'imp-2', again))).toEqual([1, 1, 0])
  expect(await fixture.sql('SELECT customer_name AS name FROM orders ORDER BY external_order_id')).toEqual([
    { name: 'Zoé Exemple' },
    { name: 'Zoé Nouvelle' },
  ])
})

it('a page that somebody has saved, or that comes after the end, writes nothing', async () => {
  await using fixture = await openedBackfill()
  const { imports } = fixture.database
  const saved = await imports.savePage(tenantA, importId, page([1], [null, 'second']))
  expect(await imports.savePage(tenantA, importId, page([2], [null, 'other']))).toBeNull()
  expect(await imports.savePage(tenantA, importId, page([2], ['wrong', null]))).toBeNull()
  expect(await imports.savePage(tenantA, importId, page([2], [null, null], { windowNumber: 2 }))).toBeNull()
  expect(await imports.savePage(tenantB, importId, page([2], ['second', null]))).toBeNull()
  expect(await imports.get(tenantA, importId)).toEqual(saved)
  await imports.cancel(tenantA, importId, later)
  expect(await imports.savePage(tenantA, importId, page([2], ['second', null]))).toBeNull()
  expect(await storedReferences(fixture)).toEqual([referenceOf(1)])
})

it('a window that begins anew counts each order once, and heals those that had failed', async () => {
  await using fixture = await openedBackfill()
  const { imports } = fixture.database
  await imports.savePage(
    tenantA,
    importId,
    page([1, 2], [null, 'second'], { unread: [referenceOf(3), referenceOf(4)] }),
  )
  await imports.finishItem(tenantA, importId, referenceOf(3), { state: 'failed', error: 'UPSTREAM_TIMEOUT' }, later)
  expect(countsOf(await imports.get(tenantA, importId))).toEqual([2, 0, 1])
  await Promise.all([1, 2].map(() => imports.restartWindow(tenantA, importId, 1, later)))
  await imports.savePage(tenantA, importId, page([1, 2, 3], [null, 'again']))
  expect(countsOf(await imports.savePage(tenantA, importId, page([4, 5], ['again', null])))).toEqual([5, 0, 0])
  const [ledger] = await imports.windows(tenantA, importId)
  expect(ledger).toMatchObject({ state: 'done', pages: 3, seen: 5, stored: 5, failed: 0, restarts: 1 })
  expect(await imports.get(tenantA, importId)).toMatchObject({ total: 5 })
})

it('windows follow one another without a gap, whoever opens them', async () => {
  await using fixture = await openedBackfill(middle)
  const { imports } = fixture.database
  const older = { from: since, to: middle }
  expect(await imports.openWindow(tenantA, importId, older, start)).toMatchObject({ number: 1, state: 'open' })
  expect(await imports.savePage(tenantA, importId, page([1], [null, null]))).toMatchObject({ total: null })
  const opened = await Promise.all([1, 2, 3].map(() => imports.openWindow(tenantA, importId, older, start)))
  for (const window of opened) expect(window).toMatchObject({ ...older, number: 2, state: 'open' })
  await imports.savePage(tenantA, importId, page([2], [null, null], { windowNumber: 2 }))
  // A worker that comes late gets the window that holds its range, and can't save into it.
  const late = await imports.openWindow(tenantA, importId, { from: middle, to: until }, start)
  expect(late).toMatchObject({ number: 1, state: 'done' })
  expect(await imports.windows(tenantA, importId)).toMatchObject([{ number: 1 }, { number: 2 }])
  expect(await imports.get(tenantA, importId)).toMatchObject({ total: 2, stored: 2 })
})

it('a backfill that failed goes on where it was', async () => {
  await using fixture = await openedBackfill()
  const { imports } = fixture.database
  await imports.savePage(tenantA, importId, page([1], [null, 'second']))
  const stopped = { state: 'failed', error: 'CHANNEL_REAUTH_REQUIRED' } as const
  expect(await imports.finish(tenantA, importId, stopped, later)).toMatchObject({ ...stopped, total: null })
  expect(await imports.retryFailed(tenantA, importId, later)).toMatchObject({ state: 'queued', error: null })
  await imports.begin(tenantA, importId, later)
  expect(await imports.savePage(tenantA, importId, page([2], ['second', null]))).toMatchObject({ total: 2 })
  const done = await imports.finish(tenantA, importId, { state: 'done', error: null }, later)
  expect(done).toMatchObject({ state: 'done', stored: 2, total: 2 })
})

it('two workers that save the same pages at once store and count every order once', async () => {
  await using fixture = await openedBackfill()
  await using other = createDatabase({ url: fixture.testDatabase.runtimeUrl, connectTimeoutMs: 20_000 })
  const tokens = [null, 'a', 'b', 'c', 'd', null]
  const pages = tokens.slice(0, -1).map((token, index) => {
    const numbers = Array.from({ length: 20 }, (_, order) => index * 15 + order)
    return page(numbers, [token, tokens[index + 1] ?? null])
  })
  async function work({ imports }: Pick<typeof other, 'imports'>): Promise<number> {
    let saved = 0
    for (;;) {
      const [window] = await imports.windows(tenantA, importId)
      const next = pages.find(({ token }) => token === window?.token)
      if (window?.state !== 'open' || next === undefined) return saved
      if ((await imports.savePage(tenantA, importId, next)) !== null) saved += 1
    }
  }
  const saved = await Promise.all([work(fixture.database), work(other)])
  expect(saved[0] + saved[1]).toBe(pages.length)
  expect(await fixture.database.imports.get(tenantA, importId)).toMatchObject({ total: 80, stored: 80, unchanged: 0 })
  expect(await storedReferences(fixture)).toHaveLength(80)
})

it('a page whose session is killed half-way leaves nothing, and is saved by the next try', async () => {
  await using fixture = await openedBackfill()
  const { imports } = fixture.database
  await imports.savePage(tenantA, importId, page([1], [null, 'second']))
  const before = await imports.get(tenantA, importId)
  await using session = await openSession(fixture.testDatabase)
  await session.query(`BEGIN; SELECT FROM orders WHERE external_order_id = '${referenceOf(1)}' FOR UPDATE`)
  const failure = expectFailure(imports.savePage(tenantA, importId, page([1, 2, 3], ['second', null])))
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE usename = '${fixture.testDatabase.runtimeRole}' AND wait_event_type = 'Lock'`
  await vi.waitFor(async () => expect(await fixture.sql(kill)).toHaveLength(1), { timeout: 20_000 })
  expect(await failure).toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  await session.query('ROLLBACK')
  expect(await imports.get(tenantA, importId)).toEqual(before)
  expect(await storedReferences(fixture)).toEqual([referenceOf(1)])
  const saved = await imports.savePage(tenantA, importId, page([1, 2, 3], ['second', null]))
  expect(saved).toMatchObject({ total: 3, stored: 3 })
})
