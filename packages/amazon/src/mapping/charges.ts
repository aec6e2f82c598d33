import { absoluteDecimal, type Decimal, type OrderCharges, parseDecimal, sumDecimals } from '@orderport/domain'

/** An amount as Amazon sends it, in the names of 2026-01-01; each part null where it can't be read. */
export interface Money {
  readonly amount: Decimal | null
  readonly currencyCode: string | null
}

/** What makes up each charge of an order; null entries were not sent. */
export type ChargeParts = Readonly<Record<keyof OrderCharges, readonly (Money | null)[]>>

/** Returns the charges in the order's currency, or null where Amazon sent none. Discounts become positive. */
export function toCharges(currency: string | null, parts: ChargeParts): OrderCharges | null {
  const discount = sumIn(currency, parts.discount)
  const charges = {
    shipping: sumIn(currency, parts.shipping),
    giftWrap: sumIn(currency, parts.giftWrap),
    tax: sumIn(currency, parts.tax),
    discount: discount === null ? null : absoluteDecimal(discount),
    other: sumIn(currency, parts.other),
  }
  return Object.values(charges).every((charge) => charge === null) ? null : charges
}

/**
 * Returns the sum of what was sent, or null where nothing was, or where a part can't be read or is in another currency:
 * a sum without it would be wrong.
 */
export function sumIn(currency: string | null, sent: readonly (Money | null)[]): Decimal | null {
  const said = sent.filter((money) => money !== null && (money.amount !== null || money.currencyCode !== null))
  const amounts = said.map((money) =>
    money?.currencyCode === null || money?.currencyCode === currency ? (money?.amount ?? null) : null,
  )
  if (amounts.length === 0 || !amounts.every((amount) => amount !== null)) return null
  return parseDecimal(sumDecimals(amounts))
}
