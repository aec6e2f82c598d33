import type { OrderFacts } from '@orderport/domain'
import { anyOf, distinctTexts } from '../mapping/of-items.ts'
import { toFlag } from '../parse/tolerant.ts'
import type { AnsweredItem, OrderAnswer } from './answer-schema.ts'

/** What kind of order it is, and which other numbers and orders it goes with. */
export type OrderTraits = Pick<
  OrderFacts,
  'sellerOrderNumber' | 'replaces' | 'isGift' | 'giftMessage' | 'isPrime' | 'isBusiness' | 'pickupPoint'
>

/** Returns each trait that Amazon states. */
export function toOrderTraits(
  answer: OrderAnswer,
  items: readonly AnsweredItem[],
  externalOrderId: string,
): OrderTraits {
  return {
    sellerOrderNumber: answer.SellerOrderId === externalOrderId ? null : answer.SellerOrderId,
    replaces: answer.IsReplacementOrder === false ? null : answer.ReplacedOrderId,
    isGift: anyOf(items.map(({ IsGift }) => toFlag(IsGift))),
    giftMessage: distinctTexts(items.map(({ BuyerInfo }) => BuyerInfo?.GiftMessageText ?? null)),
    isPrime: answer.IsPrime,
    isBusiness: answer.IsBusinessOrder,
    pickupPoint: anyOf([answer.IsAccessPointOrder, answer.IsISPU]),
  }
}

/** Returns whether the buyer asked to cancel any item, and why. */
export function toCancellationRequest(
  items: readonly AnsweredItem[],
): Pick<OrderFacts, 'buyerRequestedCancellation' | 'buyerCancellationReason'> {
  const requests = items.map(({ BuyerRequestedCancel }) => ({
    isMade: toFlag(BuyerRequestedCancel?.IsBuyerRequestedCancel),
    reason: BuyerRequestedCancel?.BuyerCancelReason ?? null,
  }))
  return {
    buyerRequestedCancellation: anyOf(requests.map(({ isMade }) => isMade)),
    buyerCancellationReason: distinctTexts(requests.map(({ isMade, reason }) => (isMade === true ? reason : null))),
  }
}
