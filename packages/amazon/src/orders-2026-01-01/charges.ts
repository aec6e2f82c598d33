import type { OrderCharges } from '@orderport/domain'
import { type Money, toCharges } from '../mapping/charges.ts'
import type { OrderAnswer } from './answer-schema.ts'

/**
 * Returns what is charged beside the items: as Amazon breaks down the order's proceeds, and where it doesn't, those of
 * its items. A delivery tip belongs to no item.
 */
export function toOrderCharges(answer: OrderAnswer, currency: string | null): OrderCharges | null {
  const ofOrder = answer.proceeds?.breakdowns ?? []
  const ofItems = answer.orderItems.flatMap((item) => item.proceeds?.breakdowns ?? [])
  const subtotals = (type: string): readonly (Money | null)[] => {
    const whole = ofOrder.filter((breakdown) => breakdown.type === type)
    const entries = whole.length > 0 ? whole : ofItems.filter((breakdown) => breakdown.type === type)
    return entries.map(({ subtotal }) => subtotal)
  }
  return toCharges(currency, {
    shipping: subtotals('SHIPPING'),
    giftWrap: subtotals('GIFT_WRAP'),
    tax: subtotals('TAX'),
    discount: subtotals('DISCOUNT'),
    other: ['COD_FEE', 'OTHER', 'DELIVERY_TIP'].flatMap(subtotals),
  })
}
