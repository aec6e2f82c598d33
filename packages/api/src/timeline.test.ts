import { deliveryStatuses, type DeliveryStatus } from '@orderport/domain'
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

const troubles: readonly [DeliveryStatus, string][] = [
  ['lost', 'Colis perdu (Colissimo)'],
  ['damaged', 'Colis endommagé (Colissimo)'],
  ['refused', "Colis refusé par l'acheteur (Colissimo)"],
  ['undeliverable', 'Colis non distribuable (Colissimo)'],
  ['returning', 'Colis en cours de retour (Colissimo)'],
  ['returned', 'Colis retourné (Colissimo)'],
]

it.each(troubles)('lists a package that is %s since the marketplace first told it', (status, label) => {
  const statusSince = '2026-02-08T09:00:00.000Z'
  const order = anOrder({ packages: [aPackage({ status, statusSince })] })
  expect(timelineOf(order).at(-1)).toEqual({
    at: statusSince,
    label,
    date: statusSince,
    event: label,
    status,
    source: 'amazon_spapi',
  })
})

it('lists what became of each package among the others’ shipments, by date', () => {
  const packages = [
    aPackage({ status: 'lost', statusSince: '2026-02-07T09:00:00.000Z', shippedAt: '2026-02-06T08:00:00.000Z' }),
    aPackage({ carrier: null, status: 'refused', statusSince: '2026-02-09T09:00:00.000Z', shippedAt: null }),
    aPackage({ carrier: 'UPS', shippedAt: '2026-02-08T08:00:00.000Z' }),
  ]
  expect(labels(anOrder({ packages }))).toEqual([
    '2026-02-05T10:11:12.000Z Commande passée',
    '2026-02-06T08:00:00.000Z Colis expédié (Colissimo)',
    '2026-02-07T09:00:00.000Z Colis perdu (Colissimo)',
    '2026-02-08T08:00:00.000Z Colis expédié (UPS)',
    "2026-02-09T09:00:00.000Z Colis refusé par l'acheteur",
  ])
})

it('lists no trouble without a date, and none for a package that has none', () => {
  const undated = [aPackage({ status: 'lost', statusSince: null, shippedAt: null })]
  const fine = deliveryStatuses
    .filter((status) => !troubles.some(([trouble]) => trouble === status))
    .map((status) => aPackage({ status, shippedAt: null }))
  const unknown = { orderDate: null, shippedAt: null, deliveredAt: null }
  expect(timelineOf(anOrder({ ...unknown, packages: [...undated, ...fine] }))).toEqual([])
})
