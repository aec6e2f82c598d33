import type { OrderPackage } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { firstShippedAt, orderTracking } from './order-package.ts'

const empty: OrderPackage = {
  packageReferenceId: null,
  carrier: null,
  trackingCode: null,
  trackingUrl: null,
  status: 'pending',
  statusSince: null,
  shippedAt: null,
  contents: [],
}

const coded: OrderPackage = { ...empty, carrier: 'UPS', trackingCode: '1Z1', trackingUrl: 'https://www.ups.com/1Z1' }

describe("an order's tracking", () => {
  it('is that of the first package with a code', () => {
    const packages = [{ ...empty, carrier: 'DHL' }, coded, { ...coded, trackingCode: '1Z2' }]
    expect(orderTracking(packages)).toEqual({
      carrier: 'UPS',
      trackingCode: '1Z1',
      trackingUrl: 'https://www.ups.com/1Z1',
    })
  })

  it('is not that of a cancelled package while another has a code', () => {
    const cancelled: OrderPackage = { ...coded, trackingCode: '1Z0', status: 'cancelled' }
    expect(orderTracking([cancelled, coded]).trackingCode).toBe('1Z1')
    expect(orderTracking([cancelled]).trackingCode).toBe('1Z0')
  })

  it('is the carrier alone when there is no code, and empty when there is neither', () => {
    expect(orderTracking([{ ...empty, carrier: 'DHL' }])).toEqual({
      carrier: 'DHL',
      trackingCode: null,
      trackingUrl: null,
    })
    expect(orderTracking([])).toEqual({ carrier: null, trackingCode: null, trackingUrl: null })
  })
})

it('an order was shipped when its first package was', () => {
  const later = { ...empty, shippedAt: '2026-02-06T15:00:00.000Z' }
  const earlier = { ...empty, shippedAt: '2026-02-06T09:30:00.000Z' }
  expect(firstShippedAt([empty, later, earlier])).toBe('2026-02-06T09:30:00.000Z')
  expect(firstShippedAt([empty])).toBeNull()
})
