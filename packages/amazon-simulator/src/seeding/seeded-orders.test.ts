import { describe, expect, it } from 'vitest'
import type { OrderSearch } from '../search/order-page.ts'
import { manualClock } from '../testing/open-shop.ts'
import { SeededOrders } from './seeded-orders.ts'

const hour = 3_600_000
const day = 24 * hour

function seed(count: number, change: { readonly pace?: number; readonly until?: number } = {}) {
  const clock = manualClock()
  const from = clock.now() - 90 * day
  const seeding = { count, from, until: clock.now(), seed: 7, ...change }
  return { clock, from, orders: new SeededOrders(seeding, clock.now) }
}

function found(orders: SeededOrders, search: Pick<OrderSearch, 'by' | 'after' | 'before'>): readonly string[] {
  const ids: string[] = []
  const all = { marketplaceIds: null, statuses: null, fulfilledBy: null }
  orders.eachOrderTime({ ...search, ...all }, (_time, orderId) => ids.push(orderId) > 0)
  return ids
}

describe('seeded orders', () => {
  it('are the same at every start, each with its own id', () => {
    const one = seed(500).orders
    const ids = one.ids()
    expect(new Set(ids).size).toBe(500)
    for (const id of ids) expect(one.order(id)).toEqual(seed(500).orders.order(id))
  })

  it('are found by their creation and by their last change, each in exactly one of adjoining windows', () => {
    const { clock, from, orders } = seed(3000)
    for (const by of ['created', 'updated'] as const) {
      const windows = Array.from({ length: 90 }, (_, index) => from + index * day)
      const ids = windows.flatMap((after) => found(orders, { by, after, before: after + day - 1 }))
      expect(ids.toSorted()).toEqual(orders.ids().toSorted())
      for (const id of found(orders, { by, after: clock.now() - day, before: clock.now() })) {
        const order = orders.order(id)
        const time = Date.parse((by === 'created' ? order?.createdTime : order?.lastUpdatedTime) ?? '')
        expect(time).toBeGreaterThanOrEqual(clock.now() - day)
      }
    }
  })

  it('progress with time, and say when they did', () => {
    const { clock, orders } = seed(10, { until: manualClock().now() - 90 * day })
    const [id = ''] = orders.ids()
    const seen: unknown[] = []
    clock.advance(-90 * day)
    for (let hours = 0; hours < 200; hours += 1) {
      const order = orders.order(id)
      const stage = order?.packages?.[0]?.packageStatus?.status ?? order?.fulfillment?.fulfillmentStatus
      if (stage !== seen.at(-1)) seen.push(stage)
      expect(Date.parse(order?.lastUpdatedTime ?? '')).toBeLessThanOrEqual(clock.now())
      clock.advance(hour)
    }
    expect(seen).toEqual(['PENDING', 'UNSHIPPED', 'SHIPPED', 'IN_TRANSIT', 'DELIVERED'])
  })

  it('progress faster at another pace', () => {
    const { clock, from, orders } = seed(1, { pace: 1000 })
    clock.advance(from - clock.now() + hour)
    expect(orders.order(orders.ids()[0] ?? '')?.packages?.[0]?.packageStatus?.status).toBe('DELIVERED')
  })

  it('don’t exist before their time', () => {
    const { clock, orders } = seed(100, { until: manualClock().now() + 90 * day })
    expect(orders.ids()).toHaveLength(51)
    const unborn = orders.ids().at(-1)?.replace('0000050', '0000051') ?? ''
    expect(orders.order(unborn)).toBeUndefined()
    clock.advance(90 * day)
    expect(orders.ids()).toHaveLength(100)
    expect(orders.order(unborn)).toBeDefined()
  })

  it('are refused where they can’t be made', () => {
    expect(() => seed(-1)).toThrow('count')
    expect(() => seed(1, { pace: 0 })).toThrow('pace')
    expect(() => seed(1, { until: 0 })).toThrow('until')
  })
})
