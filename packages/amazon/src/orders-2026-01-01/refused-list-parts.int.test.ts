import type { ChannelOrderPage, OrderWindow } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { connectSeller, connectTenant, type ConnectedSeller } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'

const february: OrderWindow = { by: 'created', from: '2026-02-01T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z' }
const all = ['BUYER', 'RECIPIENT', 'PROCEEDS', 'FULFILLMENT', 'PACKAGES', 'PROMOTION', 'CANCELLATION']
const hour = 3_600_000

async function list(shop: ConnectedSeller): Promise<ChannelOrderPage> {
  return (await connectTenant(shop.connector)).listOrders(february, null, noDeadline)
}

/** The parts that each request asked for, since the last time. */
function asked(shop: ConnectedSeller): readonly (readonly string[])[] {
  const requests = shop.amazon.requestLog.requests.filter(({ operation }) => operation === 'searchOrders')
  const parts = requests.map(({ query }) => query['includedData']?.split(',') ?? [])
  shop.amazon.requestLog.clear()
  return parts
}

function refuse(shop: ConnectedSeller, part: 'BUYER' | 'RECIPIENT', status: 400 | 403): void {
  const fault = { kind: 'part-refused', part, status } as const
  shop.amazon.faults.push({ operation: 'searchOrders', fault, times: Number.POSITIVE_INFINITY })
}

/** Uses what a background call may use of the plan, but for some calls. */
async function spendAllBut(shop: ConnectedSeller, left: number): Promise<void> {
  const other: OrderWindow = { ...february, to: '2026-02-01T00:00:01.000Z' }
  const client = await connectTenant(shop.connector)
  const fault = { kind: 'answer', status: 200, body: { orders: [] } } as const
  shop.amazon.faults.push({ operation: 'searchOrders', fault, times: 16 - left })
  for (let calls = 16; calls > left; calls -= 1) await client.listOrders(other, null, noDeadline)
  asked(shop)
}

const without = (...parts: readonly string[]) => all.filter((part) => !parts.includes(part))

describe('a part that Amazon refuses in a list', () => {
  it('is left out, and not asked for again for hours', async () => {
    await using shop = await connectSeller()
    refuse(shop, 'BUYER', 400)
    expect((await list(shop)).orders).toMatchObject([{ order: { customerName: null, status: 'Shipped' } }])
    expect(asked(shop)).toEqual([all, without('BUYER')])
    expect(shop.reduced).toMatchObject([{ operation: 'searchOrders', parts: ['BUYER'] }])
    shop.clock.now += 5 * hour
    expect((await list(shop)).orders).toMatchObject([{ order: { customerName: null } }])
    expect(asked(shop)).toEqual([without('BUYER')])
    shop.amazon.faults.clear()
    shop.clock.now += hour
    expect((await list(shop)).orders).toMatchObject([{ order: { customerName: 'Camille Petit' } }])
    expect(asked(shop)).toEqual([all])
  })

  it('without a name is found by trying, once', async () => {
    await using shop = await connectSeller()
    refuse(shop, 'RECIPIENT', 403)
    const page = await list(shop)
    expect(page.orders).toMatchObject([{ order: { customerName: 'Camille Petit', shippingAddress: null } }])
    expect(asked(shop)).toEqual([all, [], without('BUYER', 'RECIPIENT'), without('RECIPIENT')])
    expect(await list(shop)).toEqual(page)
    expect(asked(shop)).toEqual([without('RECIPIENT')])
  })

  it('is searched for over several calls where the plan ends in between, and no order is kept in parts', async () => {
    await using shop = await connectSeller()
    await spendAllBut(shop, 2)
    refuse(shop, 'RECIPIENT', 403)
    expect(await list(shop)).toMatchObject({ orders: [{ order: null }], nextToken: null })
    expect(asked(shop)).toEqual([all, []])
    shop.clock.now += hour
    expect((await list(shop)).orders).toMatchObject([{ order: { customerName: 'Camille Petit' } }])
    expect(asked(shop)).toEqual([[], without('BUYER', 'RECIPIENT'), without('RECIPIENT')])
  })

  it('says nothing where Amazon refuses the orders without any part as well', async () => {
    await using shop = await connectSeller()
    const fault = { kind: 'forbidden', reason: 'access-denied' } as const
    shop.amazon.faults.push({ operation: 'searchOrders', fault, times: 2 })
    expect((await expectFailure(list(shop))).code).toBe('UPSTREAM_FORBIDDEN')
    expect(asked(shop)).toEqual([all, []])
    expect((await list(shop)).orders).toMatchObject([{ order: { customerName: 'Camille Petit' } }])
    expect(asked(shop)).toEqual([all])
  })
})
