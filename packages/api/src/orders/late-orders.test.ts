import { anOrder } from '@orderport/domain/testing'
import { expect, it } from 'vitest'
import { fakeServices, now, otherTenant, tenant } from '../testing/fake-services.ts'
import { lateOrders } from './late-orders.ts'

/** `now` is 12:00 on 8 February. */
const toShip = { status: 'Unshipped', deliveryStatus: 'pending', packages: [], shippedAt: null } as const
const promised = (id: string, change: object) =>
  anOrder({ tenantId: tenant, id, latestShipDate: null, estimatedDeliveryAt: '2026-03-01T00:00:00.000Z', ...change })

it('returns what is late, and what is due today and not shipped, the most urgent first', async () => {
  const services = fakeServices()
  services.stored.push(
    promised('on time', {}),
    promised('late since yesterday', { estimatedDeliveryAt: '2026-02-07T20:00:00.000Z' }),
    promised('to ship tonight', { ...toShip, latestShipDate: '2026-02-08T22:59:59.000Z' }),
    promised('to ship tomorrow', { ...toShip, latestShipDate: '2026-02-09T22:59:59.000Z' }),
    promised('to ship last week', { ...toShip, latestShipDate: '2026-02-01T22:59:59.000Z' }),
    promised('promised today, not shipped', { ...toShip, estimatedDeliveryAt: '2026-02-08T18:00:00.000Z' }),
    promised('promised today, under way', { estimatedDeliveryAt: '2026-02-08T18:00:00.000Z' }),
    promised('delivered late', { deliveryStatus: 'delivered', estimatedDeliveryAt: '2026-02-01T00:00:00.000Z' }),
    promised('shipped, not tracked', {
      packages: [],
      deliveryStatus: 'shipped',
      estimatedDeliveryAt: '2026-02-01T00:00:00.000Z',
    }),
    promised('unfulfillable', { ...toShip, status: 'Unfulfillable', estimatedDeliveryAt: '2026-02-01T00:00:00.000Z' }),
    promised('cancelled', { status: 'Canceled', estimatedDeliveryAt: '2026-02-01T00:00:00.000Z' }),
    promised('without any date', { ...toShip, estimatedDeliveryAt: null }),
    anOrder({ tenantId: otherTenant, id: 'another tenant’s', estimatedDeliveryAt: '2026-02-01T00:00:00.000Z' }),
  )
  expect(now).toBe('2026-02-08T12:00:00.000Z')
  const expected = ['to ship last week', 'late since yesterday', 'promised today, not shipped', 'to ship tonight']
  expect((await lateOrders(services, tenant, 50)).map(({ id }) => id)).toEqual(expected)
  expect((await lateOrders(services, tenant, 2)).map(({ id }) => id)).toEqual(expected.slice(0, 2))
})
