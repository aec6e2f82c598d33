import type { DeliveryStatus, Order, OrderSourceName } from '@orderport/domain'

export interface TimelineEvent {
  readonly at: string
  readonly label: string
  readonly date: string
  readonly event: string
  readonly status: DeliveryStatus
  readonly source: OrderSourceName
}

/** Returns an order's events, oldest first. Only events with a date that the marketplace or the conversation gave. */
export function timelineOf(order: Order): TimelineEvent[] {
  const event = (at: string | null, label: string, status: DeliveryStatus): TimelineEvent[] =>
    at === null ? [] : [{ at, label, date: at, event: label, status, source: order.orderSource }]
  return [
    ...event(order.orderDate, 'Commande passée', 'pending'),
    ...shipments(order).flatMap(({ at, label }) => event(at, label, 'shipped')),
    ...event(order.deliveredAt, 'Commande livrée', 'delivered'),
  ].toSorted((one, other) => one.at.localeCompare(other.at))
}

function shipments(order: Order): { at: string; label: string }[] {
  const dated = order.packages.flatMap(({ shippedAt, carrier }) => (shippedAt === null ? [] : [{ shippedAt, carrier }]))
  if (dated.length === 0) return order.shippedAt === null ? [] : [{ at: order.shippedAt, label: 'Commande expédiée' }]
  return dated.map(({ shippedAt, carrier }) => ({
    at: shippedAt,
    label: carrier === null ? 'Colis expédié' : `Colis expédié (${carrier})`,
  }))
}
