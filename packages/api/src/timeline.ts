import type { DeliveryStatus, Order, OrderPackage, OrderSourceName } from '@orderport/domain'

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
    ...order.packages.flatMap(({ status, statusSince, carrier }) => {
      const label = status === null ? undefined : troubleLabels[status]
      return status === null || label === undefined ? [] : event(statusSince, by(carrier, label), status)
    }),
    ...event(order.deliveredAt, 'Commande livrée', 'delivered'),
  ].toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

/** What became of a package that didn't arrive, or came back. */
const troubleLabels: Partial<Record<DeliveryStatus, string>> = {
  lost: 'Colis perdu',
  damaged: 'Colis endommagé',
  refused: "Colis refusé par l'acheteur",
  undeliverable: 'Colis non distribuable',
  returning: 'Colis en cours de retour',
  returned: 'Colis retourné',
}

function shipments(order: Order): { at: string; label: string }[] {
  const dated = order.packages.flatMap(({ shippedAt, carrier }) => (shippedAt === null ? [] : [{ shippedAt, carrier }]))
  if (dated.length === 0) return order.shippedAt === null ? [] : [{ at: order.shippedAt, label: 'Commande expédiée' }]
  return dated.map(({ shippedAt, carrier }) => ({ at: shippedAt, label: by(carrier, 'Colis expédié') }))
}

function by(carrier: OrderPackage['carrier'], label: string): string {
  return carrier === null ? label : `${label} (${carrier})`
}
