import { anOrder, aPackage } from '@orderport/domain/testing'
import { expect, it } from 'vitest'
import { timelineOf } from './timeline.ts'

const labels = (order: Parameters<typeof timelineOf>[0]) => timelineOf(order).map(({ at, label }) => `${at} ${label}`)

it('lists events, oldest first', () => {
  const packages = [
    aPackage({ carrier: null, shippedAt: '2026-02-07T08:00:00.000Z' }),
    aPackage({ shippedAt: '2026-02-06T08:00:00.000Z' }),
  ]
  expect(labels(anOrder({ packages, deliveredAt: '2026-02-09T10:00:00.000Z' }))).toEqual([
    '2026-02-05T10:11:12.000Z Commande passée',
    '2026-02-06T08:00:00.000Z Colis expédié (Colissimo)',
    '2026-02-07T08:00:00.000Z Colis expédié',
    '2026-02-09T10:00:00.000Z Commande livrée',
  ])
})

it('uses the order’s own shipping date when no package has one', () => {
  expect(labels(anOrder({ packages: [], shippedAt: '2026-02-06T08:00:00.000Z' }))).toContain(
    '2026-02-06T08:00:00.000Z Commande expédiée',
  )
})

it('invents nothing: no event without a known date, none for an estimate', () => {
  const unknown = { orderDate: null, packages: [aPackage({ shippedAt: null })], shippedAt: null, deliveredAt: null }
  expect(
    timelineOf(anOrder({ ...unknown, estimatedDeliveryAt: '2026-02-10T00:00:00.000Z', status: 'Shipped' })),
  ).toEqual([])
})
