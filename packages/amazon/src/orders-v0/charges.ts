import type { OrderCharges } from '@orderport/domain'
import { type Money, toCharges } from '../mapping/charges.ts'
import type { AnsweredItem } from './answer-schema.ts'

/** Returns what is charged beside the items. v0 states it for each item; gift wrap only by a restricted token. */
export function toOrderCharges(items: readonly AnsweredItem[], currency: string | null): OrderCharges | null {
  const each = (pick: (item: AnsweredItem) => AnsweredItem['ItemPrice'] | undefined) =>
    items.map((item) => toMoney(pick(item) ?? null))
  return toCharges(currency, {
    shipping: each((item) => item.ShippingPrice),
    giftWrap: each((item) => item.BuyerInfo?.GiftWrapPrice),
    tax: [
      ...each((item) => item.ItemTax),
      ...each((item) => item.ShippingTax),
      ...each((item) => item.BuyerInfo?.GiftWrapTax),
    ],
    discount: [...each((item) => item.PromotionDiscount), ...each((item) => item.ShippingDiscount)],
    other: [...each((item) => item.CODFee), ...each((item) => item.CODFeeDiscount).map(negated)],
  })
}

function toMoney(money: AnsweredItem['ItemPrice']): Money | null {
  return money === null ? null : { amount: money.Amount, currencyCode: money.CurrencyCode }
}

function negated(money: Money | null): Money | null {
  if (money === null || money.amount === null) return money
  return { ...money, amount: money.amount.startsWith('-') ? money.amount.slice(1) : `-${money.amount}` }
}
