import { describe, expect, it } from 'vitest'
import { isFinal, isStale } from './freshness.ts'

const open = { status: 'Shipped', deliveryStatus: 'in_transit', totalAmount: '1' } as const

describe('a final order', () => {
  it.each(['delivered', 'returned', 'undeliverable', 'cancelled'] as const)(
    'is %s and has a total',
    (deliveryStatus) => {
      expect(isFinal({ ...open, deliveryStatus })).toBe(true)
      expect(isFinal({ ...open, deliveryStatus, totalAmount: null })).toBe(false)
      expect(isFinal({ ...open, deliveryStatus, status: 'Pending' })).toBe(false)
    },
  )

  it('may be cancelled by its status alone', () => {
    expect(isFinal({ ...open, status: 'Canceled', deliveryStatus: 'pending' })).toBe(true)
  })

  it.each([
    'pending',
    'preparing',
    'shipped',
    'in_transit',
    'out_for_delivery',
    'returning',
    'lost',
    'damaged',
    'refused',
  ] as const)('is not %s', (deliveryStatus) => {
    expect(isFinal({ ...open, deliveryStatus })).toBe(false)
  })
})

describe('a stale order', () => {
  const now = '2026-02-06T12:00:00.000Z'

  it('isn’t final and was checked longer ago than the limit, or never', () => {
    expect(isStale({ ...open, checkedAt: '2026-02-06T11:44:59.000Z' }, now, 900_000)).toBe(true)
    expect(isStale({ ...open, checkedAt: '2026-02-06T11:45:00.000Z' }, now, 900_000)).toBe(false)
    expect(isStale({ ...open, checkedAt: null }, now, 900_000)).toBe(true)
    expect(isStale({ ...open, deliveryStatus: 'delivered', checkedAt: null }, now, 900_000)).toBe(false)
  })
})
