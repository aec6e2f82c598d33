import { isKnownUndelivered } from './delivery-status.ts'
import type { Instant, Order } from './order.ts'
import { shippedStatuses, unshippedStatuses, type DeliveryStatus } from './order-status.ts'

/** How an order stands against its promised delivery. `unknown`: the marketplace doesn't say enough. */
export const deliveryStates = ['on_time', 'at_risk', 'late', 'delivered', 'delivered_late', 'unknown'] as const

export type DeliveryState = (typeof deliveryStates)[number]

/** A sentence for a person in both languages of the desk. */
export interface Sentence {
  readonly fr: string
  readonly en: string
}

export interface Delivery {
  /** The window promised to the buyer; each end null where the marketplace gave none. */
  readonly promise: { readonly from: Instant | null; readonly to: Instant | null }
  readonly state: DeliveryState
  /** Since when; null where that isn't known. */
  readonly since: Instant | null
  readonly reason: Sentence
}

type Promised = Pick<
  Order,
  | 'status'
  | 'deliveryStatus'
  | 'saidDeliveryStatus'
  | 'packages'
  | 'shippedAt'
  | 'deliveredAt'
  | 'notDeliveredAt'
  | 'deliverFrom'
  | 'estimatedDeliveryAt'
  | 'latestShipDate'
>

/**
 * Judges an order against its promise at the moment `now`; a pure function. Nothing is guessed: the state is `unknown`
 * where the marketplace's windows, packages and their history don't decide it.
 */
export function deliveryOf(order: Promised, now: Instant): Delivery {
  const promise = { from: order.deliverFrom, to: order.estimatedDeliveryAt }
  return { promise, ...judge(order, promise.to, now) }
}

type Judgement = Omit<Delivery, 'promise'>

function judge(order: Promised, promisedBy: Instant | null, now: Instant): Judgement {
  if (order.status === 'Canceled') return unknown(reasons.cancelled)
  if (order.deliveryStatus === 'delivered') return judgeDelivered(order, promisedBy)
  if (order.deliveryStatus === 'returned') return unknown(reasons.returned)
  if (order.status === 'Unfulfillable') return unknown(reasons.unfulfillable)
  const trouble = troubleOf(order)
  if (promisedBy !== null && promisedBy < now) {
    return isKnownUndelivered(order)
      ? { state: 'late', since: promisedBy, reason: trouble?.reason ?? reasons.late }
      : unknown(isShipped(order) ? reasons.untracked : reasons.unclear)
  }
  if (trouble !== null) return { state: 'at_risk', ...trouble }
  if (isUnshipped(order) && order.latestShipDate !== null && order.latestShipDate < now) {
    return { state: 'at_risk', since: order.latestShipDate, reason: reasons.shipByPassed }
  }
  if (promisedBy === null) return unknown(reasons.noPromise)
  if (isUnshipped(order)) return onTime(reasons.toShip)
  if (isKnownUndelivered(order)) return onTime(reasons.underWay)
  return isShipped(order) ? onTime(reasons.untrackedInTime) : unknown(reasons.unclear)
}

/** Late for sure if it arrived after the promise, or if it hadn't arrived yet when the promise had passed. */
function judgeDelivered({ deliveredAt, notDeliveredAt }: Promised, promisedBy: Instant | null): Judgement {
  if (promisedBy === null) return { state: 'delivered', since: deliveredAt, reason: reasons.delivered }
  const isLate =
    deliveredAt === null ? notDeliveredAt !== null && notDeliveredAt > promisedBy : deliveredAt > promisedBy
  return isLate
    ? { state: 'delivered_late', since: deliveredAt, reason: reasons.deliveredLate }
    : {
        state: 'delivered',
        since: deliveredAt,
        reason: deliveredAt === null ? reasons.delivered : reasons.deliveredInTime,
      }
}

const troubles: Partial<Record<DeliveryStatus, Sentence>> = {
  lost: { fr: 'Un colis est déclaré perdu.', en: 'A package is reported lost.' },
  damaged: { fr: 'Un colis est déclaré endommagé.', en: 'A package is reported damaged.' },
  refused: { fr: "L'acheteur a refusé un colis.", en: 'The buyer refused a package.' },
  undeliverable: { fr: "Un colis n'a pas pu être livré.", en: 'A package could not be delivered.' },
  returning: { fr: "Un colis est en cours de retour vers l'expéditeur.", en: 'A package is on its way back.' },
  returned: { fr: "Un colis est revenu à l'expéditeur.", en: 'A package has come back.' },
}

/** The first package that won't arrive as it is, and since when the marketplace says so. */
function troubleOf({ packages, deliveryStatus }: Promised): { since: Instant | null; reason: Sentence } | null {
  for (const { status, statusSince } of packages) {
    const reason = status === null ? undefined : troubles[status]
    if (reason !== undefined) return { since: statusSince, reason }
  }
  const reason = troubles[deliveryStatus]
  return reason === undefined ? null : { since: null, reason }
}

/** True for an order that is still to be shipped, in whole or in part. */
export function isUnshipped({ status }: Pick<Order, 'status'>): boolean {
  return unshippedStatuses.includes(status)
}

function isShipped({ status }: Pick<Order, 'status'>): boolean {
  return shippedStatuses.includes(status)
}

function onTime(reason: Sentence): Judgement {
  return { state: 'on_time', since: null, reason }
}

function unknown(reason: Sentence): Judgement {
  return { state: 'unknown', since: null, reason }
}

const reasons = {
  cancelled: { fr: 'La commande est annulée.', en: 'The order is cancelled.' },
  returned: { fr: "La commande est revenue à l'expéditeur.", en: 'The order has come back.' },
  unfulfillable: {
    fr: "Amazon ne peut pas expédier la commande : aucune livraison n'est plus promise.",
    en: "The marketplace can't fulfil the order: no delivery is promised any more.",
  },
  late: { fr: 'La date de livraison promise est passée.', en: 'The promised delivery date has passed.' },
  shipByPassed: { fr: "La date limite d'expédition est passée.", en: 'The ship-by date has passed.' },
  noPromise: { fr: 'Amazon ne donne pas de date de livraison.', en: 'The marketplace gives no delivery date.' },
  toShip: { fr: 'La commande est à expédier, dans les délais.', en: 'The order is to be shipped, in time.' },
  underWay: { fr: 'La livraison est en cours, dans les délais.', en: 'The delivery is under way, in time.' },
  untracked: {
    fr: "La commande est expédiée, mais Amazon n'en donne pas le suivi ; la date promise est passée.",
    en: "The order was shipped, but the marketplace doesn't track it; the promised date has passed.",
  },
  untrackedInTime: {
    fr: "La commande est expédiée, mais Amazon n'en donne pas le suivi ; la date promise n'est pas passée.",
    en: "The order was shipped, but the marketplace doesn't track it; the promised date hasn't passed.",
  },
  unclear: {
    fr: 'Amazon ne dit pas où en est la commande.',
    en: "The marketplace doesn't say how far the order is.",
  },
  delivered: { fr: 'La commande est livrée.', en: 'The order was delivered.' },
  deliveredInTime: { fr: 'La commande a été livrée dans les délais.', en: 'The order was delivered in time.' },
  deliveredLate: { fr: 'La commande a été livrée en retard.', en: 'The order was delivered late.' },
} as const satisfies Record<string, Sentence>
