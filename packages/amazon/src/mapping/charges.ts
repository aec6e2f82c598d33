import { absoluteDecimal, type Decimal, type OrderCharges, parseDecimal, sumDecimals } from '@orderport/domain'

/** An amount as Amazon sends it, in the names of 2026-01-01; each part null where it can't be read. */
export interface Money {
  readonly amount: Decimal | null
  readonly currencyCode: string | null
}

/** What makes up each charge of an order; null entries were not sent. */
export type ChargeParts = Readonly<Record<Exclude<keyof OrderCharges, 'incomplete'>, readonly (Money | null)[]>>

/** Returns the charges in the order's currency, or null where Amazon sent none. Discounts become positive. */
export function toCharges(currency: string | null, parts: ChargeParts): OrderCharges | null {
  const said = Object.values(parts).map(saidIn)
  if (said.every((moneys) => moneys.length === 0)) return null
  const discount = sumIn(currency, parts.discount)
  return {
    shipping: sumIn(currency, parts.shipping),
    giftWrap: sumIn(currency, parts.giftWrap),
    tax: sumIn(currency, parts.tax),
    discount: discount === null ? null : absoluteDecimal(discount),
    other: sumIn(currency, parts.other),
    incomplete: said.some((moneys) => moneys.length > 0 && sumIn(currency, moneys) === null),
  }
}

/**
 * Returns the sum of what was sent, or null where nothing was, or where a part can't be read or is in another currency:
 * a sum without it would be wrong.
 */
export function sumIn(currency: string | null, sent: readonly (Money | null)[]): Decimal | null {
  const amounts = saidIn(sent).map(({ amount, currencyCode }) =>
    currencyCode === null || currencyCode === currency ? amount : null,
  )
  if (amounts.length === 0 || !amounts.every((amount) => amount !== null)) return null
  return parseDecimal(sumDecimals(amounts))
}

function saidIn(sent: readonly (Money | null)[]): readonly Money[] {
  return sent
    .filter((money) => money !== null)
    .filter(({ amount, currencyCode }) => amount !== null || currencyCode !== null)
}
