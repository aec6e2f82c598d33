import type { OrderFacts } from '@orderport/domain'
import { distinctTexts } from '../mapping/of-items.ts'
import type { OrderAnswer } from './answer-schema.ts'

/** What kind of order it is, and which other numbers and orders it goes with. */
export type OrderTraits = Pick<
  OrderFacts,
  'sellerOrderNumber' | 'replaces' | 'isGift' | 'giftMessage' | 'isPrime' | 'isBusiness' | 'pickupPoint'
>

const replacedBy = new Set<string | null>(['REPLACEMENT_ORIGINAL_ID', 'EXCHANGE_ORIGINAL_ID'])

/** Returns each trait that Amazon states; a list of programs states also what is not among them. */
export function toOrderTraits(answer: OrderAnswer, externalOrderId: string): OrderTraits {
  const { programs } = answer
  const alias = answer.orderAliases.find(({ aliasType }) => aliasType === 'SELLER_ORDER_ID')?.aliasId ?? null
  const original = answer.associatedOrders.find(({ associationType }) => replacedBy.has(associationType))
  const gifts = answer.orderItems.flatMap((item) => item.fulfillment?.packing?.giftOption ?? [])
  return {
    sellerOrderNumber: alias === externalOrderId ? null : alias,
    replaces: original?.orderId === externalOrderId ? null : (original?.orderId ?? null),
    isGift: gifts.some((gift) => gift.giftMessage !== null || gift.giftWrapLevel !== null) ? true : null,
    giftMessage: distinctTexts(gifts.map(({ giftMessage }) => giftMessage)),
    isPrime: programs?.includes('PRIME') ?? null,
    isBusiness: programs?.includes('AMAZON_BUSINESS') ?? null,
    pickupPoint: toPickupPoint(answer),
  }
}

function toPickupPoint({ programs, recipient }: OrderAnswer): boolean | null {
  switch (recipient?.deliveryAddress?.addressType) {
    case 'PICKUP_POINT':
      return true
    case 'RESIDENTIAL':
    case 'COMMERCIAL':
      return programs?.includes('IN_STORE_PICK_UP') ?? false
    default:
      return programs?.includes('IN_STORE_PICK_UP') === true ? true : null
  }
}
