import { equalDecimals, sumDecimals } from './decimal.ts'
import type { Decimal, Order, OrderCharges } from './order.ts'

/** An order's charges beside its items, and whether they explain its total. */
export interface ReconciledCharges extends OrderCharges {
  /** Whether the items' prices hold the tax already; null where no tax was given or the sums don't decide it. */
  readonly taxIncluded: boolean | null
  /** Whether items and charges add up to the total; null where an amount that is needed isn't known. */
  readonly addUp: boolean | null
}

/**
 * Compares what the items cost, what is charged beside them and what the buyer paid. Marketplaces write prices with or
 * without tax, so both sums are tried. Amounts in another currency than the total's can't be compared.
 */
export function reconcileCharges(
  order: Pick<Order, 'products' | 'charges' | 'totalAmount' | 'currency'>,
): ReconciledCharges {
  const charges = order.charges ?? noCharges
  const before = beforeTax(order, charges)
  if (before === null || order.totalAmount === null) return { ...charges, taxIncluded: null, addUp: null }
  const isIncluded = equalDecimals(before, order.totalAmount)
  const tax = charges.tax
  if (tax === null || equalDecimals(tax, '0')) return { ...charges, taxIncluded: null, addUp: isIncluded }
  if (isIncluded) return { ...charges, taxIncluded: true, addUp: true }
  const isOnTop = equalDecimals(sumDecimals([before, tax]), order.totalAmount)
  return { ...charges, taxIncluded: isOnTop ? false : null, addUp: isOnTop }
}

export const noCharges: OrderCharges = {
  shipping: null,
  giftWrap: null,
  tax: null,
  discount: null,
  other: null,
  incomplete: null,
}

/** What the item costs in that currency: nothing for no units, null where it isn't known. */
function totalIn(currency: string | null, item: Order['products'][number]): Decimal | null {
  if (item.quantity === 0 && item.lineTotal === null) return '0'
  return item.currency === null || item.currency === currency ? item.lineTotal : null
}

/** Items and charges but tax, less the discount; null where one of them isn't known or is in another currency. */
function beforeTax(
  { products, currency }: Pick<Order, 'products' | 'currency'>,
  { shipping, giftWrap, discount, other, incomplete }: OrderCharges,
): Decimal | null {
  if (products.length === 0 || incomplete === true) return null
  const totals = products.map((item) => totalIn(currency, item))
  if (!totals.every((total) => total !== null)) return null
  return sumDecimals(
    [...totals, shipping, giftWrap, other, discount === null ? null : `-${discount}`].filter(
      (amount) => amount !== null,
    ),
  )
}
