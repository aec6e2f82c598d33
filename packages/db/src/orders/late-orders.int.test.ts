import { deliveryOf, type ChannelOrder, type OrderPackage } from '@orderport/domain'
import { expect, it } from 'vitest'
import { orderFixture, newOrder } from '../testing/order-fixture.ts'
import { channelOrder, tenantA } from '../testing/sample-order.ts'

/** The sample order's promise has passed, and every order's ship-by date. */
const now = '2026-02-10T12:00:00.000Z'
const [sample] = channelOrder().packages
const aPackage = (change: Partial<OrderPackage>) => (sample === undefined ? [] : [{ ...sample, ...change }])
const noPackages = { packages: [], carrier: null, trackingCode: null, trackingUrl: null, shippedAt: null } as const

const late: Readonly<Record<string, Partial<ChannelOrder>>> = {
  'in-transit': {},
  lost: { packages: aPackage({ status: 'lost' }) },
  'shipped-with-a-code': { packages: aPackage({ status: 'shipped' }) },
  'one-package-arrived': { packages: [...aPackage({ status: 'delivered' }), ...aPackage({ packageReferenceId: '2' })] },
  'to-ship': { ...noPackages, status: 'Unshipped' },
  'partially-shipped': { ...noPackages, status: 'PartiallyShipped' },
  'picked-up': { ...noPackages, saidDeliveryStatus: 'shipped' },
  'out-for-delivery': { ...noPackages, saidDeliveryStatus: 'out_for_delivery' },
}

const notLate: Readonly<Record<string, Partial<ChannelOrder>>> = {
  'shipped-without-packages': noPackages,
  'invoice-unconfirmed': { ...noPackages, status: 'InvoiceUnconfirmed' },
  'unknown-status': { ...noPackages, status: 'Unknown' },
  'without-a-code': { packages: aPackage({ status: 'shipped', trackingCode: null }) },
  'without-a-status': { packages: aPackage({ status: null, trackingCode: null }) },
  'code-without-a-status': { packages: aPackage({ status: null }) },
  unfulfillable: { ...noPackages, status: 'Unfulfillable' },
  cancelled: { ...noPackages, status: 'Canceled' },
  delivered: { packages: aPackage({ status: 'delivered' }) },
  returned: { packages: aPackage({ status: 'returned' }) },
  'promised-tomorrow': { estimatedDeliveryAt: '2026-02-11T12:00:00.000Z' },
}

it('orders that may have arrived take no place among the late ones', async () => {
  await using fixture = await orderFixture()
  for (const [id, change] of Object.entries({ ...notLate, ...late })) {
    await fixture.writer().save(newOrder(id, channelOrder(change)))
    await fixture.sql(`UPDATE orders SET external_order_id = id WHERE id = '${id}'`)
  }
  const { orders } = await fixture.orders.list(tenantA, {}, { limit: 50, offset: 0 })
  expect(orders).toHaveLength(Object.keys(notLate).length + Object.keys(late).length)
  const judgedLate = orders.filter((order) => deliveryOf(order, now).state === 'late').map(({ id }) => id)
  expect(judgedLate.toSorted()).toEqual(Object.keys(late).toSorted())

  const found = await fixture.orders.late(tenantA, now, Object.keys(late).length)
  expect(found.map(({ id }) => id).toSorted()).toEqual(Object.keys(late).toSorted())
})

it('a shipped row of the service before this one isn’t late after a refresh without packages', async () => {
  await using fixture = await orderFixture()
  await fixture.writer().save(newOrder('ord-1', channelOrder(noPackages)))
  await fixture.sql(`UPDATE orders SET details = NULL, estimated_delivery_at = NULL`)
  const refreshed = await fixture
    .writer()
    .save(newOrder('ord-1', channelOrder({ ...noPackages, sourceUpdatedAt: '2026-02-09T00:00:00.000Z' })))
  expect(refreshed).toMatchObject({ deliveryStatus: 'shipped', saidDeliveryStatus: null })
  expect(deliveryOf(refreshed, now).state).toBe('unknown')
  expect(await fixture.orders.late(tenantA, now, 5)).toEqual([])
})
