import type { Cancellation, CancelledBy, OrderCancellation, OrderFacts } from '@orderport/domain'
import { agreedValue, distinctTexts } from '../mapping/of-items.ts'
import type { AnsweredItem, OrderAnswer } from './answer-schema.ts'

const cancellers: ReadonlyMap<string | null, CancelledBy> = new Map([
  ['BUYER', 'buyer'],
  ['MERCHANT', 'merchant'],
  ['AMAZON', 'amazon'],
])

/** Returns who cancelled the item, and why, or null where Amazon says neither. */
export function toItemCancellation({ cancellation }: AnsweredItem): Cancellation | null {
  const execution = cancellation?.cancellationExecution ?? null
  if (execution === null || (execution.cancelledBy === null && execution.cancelReason === null)) return null
  return { by: cancellers.get(execution.cancelledBy) ?? null, reason: execution.cancelReason }
}

/** Returns the cancellation of an order that is cancelled as a whole, by whom and why as far as its items agree. */
export function toOrderCancellation(answer: OrderAnswer): OrderCancellation | null {
  if (answer.fulfillment?.fulfillmentStatus !== 'CANCELLED') return null
  const cancellations = answer.orderItems.map(toItemCancellation)
  return {
    by: agreedValue(cancellations.map((cancellation) => cancellation?.by ?? null)),
    reason: agreedValue(cancellations.map((cancellation) => cancellation?.reason ?? null)),
    at: answer.lastUpdatedTime,
  }
}

/** Returns whether the buyer asked to cancel any item, and why. Amazon doesn't say that nobody did. */
export function toCancellationRequest({
  orderItems,
}: OrderAnswer): Pick<OrderFacts, 'buyerRequestedCancellation' | 'buyerCancellationReason'> {
  const requests = orderItems
    .map((item) => item.cancellation?.cancellationRequest ?? null)
    .filter((request) => request?.requester === 'BUYER')
  return {
    buyerRequestedCancellation: requests.length > 0 ? true : null,
    buyerCancellationReason: distinctTexts(requests.map((request) => request?.cancelReason ?? null)),
  }
}
