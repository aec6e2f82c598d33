import { isFinal, type Order } from '@orderport/domain'
import type { Services } from '../context.ts'

/** An order that somebody opened, for the objective that it is fresh. */
export interface OpenedOrder {
  readonly channel: string
  /** True where it can't change any more. */
  readonly isFinal: boolean
  /** How long ago the marketplace was last asked for it, in milliseconds. */
  readonly ageMs: number
}

/** Tells that a stored order was opened. One that the marketplace was never asked for has no age. */
export function orderOpened({ onOpened }: Pick<Services, 'onOpened'>, order: Order, now: Date): void {
  if (order.checkedAt === null) return
  onOpened({
    channel: order.channel,
    isFinal: isFinal(order),
    ageMs: now.getTime() - Date.parse(order.checkedAt),
  })
}
