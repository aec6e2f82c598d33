import type { AmazonBreakdown, AmazonMoney, AmazonOrderItem } from '../amazon-order.ts'
import { negated, sumAmounts } from '../money.ts'
import { pricesIncludeTax } from '../tax-inclusion.ts'

/** What is paid for an item beside its units, as the buyer sees it. */
export interface PriceSpec {
  /** What the buyer paid to have this item shipped. */
  readonly shipping?: string
  readonly giftWrap?: { readonly level: string; readonly price: string }
  /** The fee for cash on delivery. */
  readonly codFee?: string
  /** What is taken off the units and off their shipping; positive amounts. */
  readonly discount?: { readonly item?: string; readonly shipping?: string; readonly promotionId: string }
  /** The tax: part of the prices above, or on top of them, by the marketplace. Default: Amazon doesn't tell it. */
  readonly tax?: Readonly<Partial<Record<TaxedPart, string>>>
}

type TaxedPart = 'item' | 'shipping' | 'giftWrap'
type Detail = NonNullable<AmazonBreakdown['detailedBreakdowns']>[number]

interface Pricing {
  readonly currency: string
  readonly marketplaceId: string
}

/** Returns an item's proceeds, whose breakdowns add up to their total. `goods` is what the units cost together. */
export function buildProceeds(
  goods: string,
  spec: PriceSpec,
  { currency, marketplaceId }: Pricing,
): NonNullable<AmazonOrderItem['proceeds']> {
  const money = (amount: string): AmazonMoney => ({ amount, currencyCode: currency })
  const { shipping, giftWrap, codFee, discount, tax = {} } = spec
  const isIncluded = pricesIncludeTax(marketplaceId)
  const part = (type: string, price: string | undefined, partTax?: string): AmazonBreakdown[] => {
    if (price === undefined) return []
    const amount = isIncluded && partTax !== undefined ? sumAmounts([price, negated(partTax)]) : price
    return [{ type, subtotal: money(amount) }]
  }
  const detailed = (type: string, details: readonly (readonly [string, string | undefined])[]): AmazonBreakdown[] => {
    const known = details.flatMap(([subtype, amount]): Detail[] =>
      amount === undefined ? [] : [{ subtype, value: money(amount) }],
    )
    if (known.length === 0) return []
    const total = sumAmounts(known.map(({ value }) => value?.amount ?? '0'))
    return [{ type, subtotal: money(total), detailedBreakdowns: known }]
  }
  const breakdowns = [
    ...part('ITEM', goods, tax.item),
    ...part('SHIPPING', shipping, tax.shipping),
    ...part('GIFT_WRAP', giftWrap?.price, tax.giftWrap),
    ...part('COD_FEE', codFee),
    ...detailed('TAX', [
      ['ITEM', tax.item],
      ['SHIPPING', tax.shipping],
      ['GIFT_WRAP', tax.giftWrap],
    ]),
    ...detailed('DISCOUNT', [
      ['ITEM', takenOff(discount?.item)],
      ['SHIPPING', takenOff(discount?.shipping)],
    ]),
  ]
  return { proceedsTotal: money(sumAmounts(breakdowns.map(({ subtotal }) => subtotal.amount))), breakdowns }
}

function takenOff(amount: string | undefined): string | undefined {
  return amount === undefined ? undefined : negated(amount)
}
