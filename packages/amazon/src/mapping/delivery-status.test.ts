import { deliveryStatuses } from '@orderport/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderDeliveryStatus } from './delivery-status.ts'

describe('an order', () => {
  it('has the status of its least advanced package', () => {
    expect(orderDeliveryStatus(['delivered', 'in_transit', 'shipped'])).toBe('shipped')
  })

  it('ignores cancelled packages unless there is no other', () => {
    expect(orderDeliveryStatus(['cancelled', 'out_for_delivery'])).toBe('out_for_delivery')
    expect(orderDeliveryStatus(['cancelled', 'cancelled'])).toBe('cancelled')
  })

  it('without a package has no delivery status', () => {
    expect(orderDeliveryStatus([])).toBeNull()
  })

  it('is delivered only when all packages that are not cancelled are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...deliveryStatuses), { minLength: 1 }), (packages) => {
        const remaining = packages.filter((status) => status !== 'cancelled')
        const all = remaining.length > 0 && remaining.every((status) => status === 'delivered')
        expect(orderDeliveryStatus(packages) === 'delivered').toBe(all)
      }),
    )
  })
})
