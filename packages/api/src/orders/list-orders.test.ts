import { anOrder } from '@orderport/domain/testing'
import { expect, it } from 'vitest'
import { fakeServices, otherTenant, tenant } from '../testing/fake-services.ts'
import { listOrders } from './list-orders.ts'
import { listInputSchema } from './list-schema.ts'

/** Returns what the store is asked for when a caller sends this input. */
async function askedFor(input: unknown) {
  const services = fakeServices()
  const { limit } = await listOrders(services, tenant, listInputSchema.parse(input))
  return { ...services.listed[0], limit }
}

it('lists the tenant’s orders', async () => {
  const services = fakeServices()
  services.stored.push(anOrder({ tenantId: tenant, id: 'ord-a' }), anOrder({ tenantId: otherTenant, id: 'ord-b' }))
  const page = await listOrders(services, tenant, listInputSchema.parse({}))
  expect(page).toMatchObject({ orders: [{ id: 'ord-a' }], total: 1, hasMore: false, nextCursor: null, limit: 50 })
})

it.each([
  [undefined, 50],
  [0, 0],
  [100, 100],
  [101, 100],
  [Number.MAX_SAFE_INTEGER, 100],
])('a limit of %s is %i orders a page', async (limit, applied) => {
  expect(await askedFor({ limit })).toMatchObject({ limit: applied, page: { limit: applied, offset: 0 } })
})

it('passes the filter, the offset and the cursor on', async () => {
  const filter = { q: '171-', status: 'Shipped', channel: 'amazon' }
  expect(await askedFor({ ...filter, offset: 7, cursor: 'next' })).toMatchObject({
    filter,
    page: { offset: 7, cursor: 'next' },
  })
  expect(await askedFor({ cursor: null })).toMatchObject({ page: { cursor: undefined } })
})

it.each(['', '   '])('a blank search %j is no search', async (q) => {
  expect(await askedFor({ q })).toMatchObject({ filter: { q: undefined } })
})

it.each([
  ['2026-02-05', '2026-02-06T00:00:00.000Z'],
  ['2026-02-28', '2026-03-01T00:00:00.000Z'],
  ['2026-02-05T10:00:00Z', '2026-02-05T10:00:00.001Z'],
  ['2026-02-05T10:00+02:00', '2026-02-05T08:00:00.001Z'],
  ['9999-12-31', undefined],
])('orders until %s are those before %s', async (dateTo, dateBefore) => {
  expect((await askedFor({ dateTo })).filter?.dateBefore).toBe(dateBefore)
})

it('orders from a day are those from its first moment, in UTC', async () => {
  expect(await askedFor({ dateFrom: '2026-02-05' })).toMatchObject({ filter: { dateFrom: '2026-02-05T00:00:00.000Z' } })
})

it.each(['dateFrom', 'dateTo'])('a %s that is no date is INVALID_REQUEST with the field’s name', async (field) => {
  const input = { limit: 50, offset: 0, [field]: '2026-02-30' }
  await expect(listOrders(fakeServices(), tenant, input)).rejects.toMatchObject({ code: 'INVALID_REQUEST', field })
})
