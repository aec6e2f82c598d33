import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonRecord } from './read-table.ts'
import { openStage, type Stage } from './run-truth.ts'
import { apiVersions, type ApiVersion } from './truth.ts'

/** Digits after the point. No marketplace has a currency with three: the deployed column of totals holds two. */
const currencies = { EUR: 2, JPY: 0 } as const

type Currency = keyof typeof currencies

const chargeNames = ['shipping', 'giftWrap', 'tax', 'discount', 'other'] as const

/** What is wrong with an order's amounts. */
const flaws = [
  'nothing',
  'no total',
  'another total',
  'a line in pounds',
  'a line in words',
  'a charge in words',
] as const

/** An order by its amounts, in the currency's smallest unit; null where there is none. */
interface PricedOrder {
  readonly currency: Currency
  readonly items: readonly { readonly quantity: number; readonly price: number }[]
  readonly charges: Readonly<Record<(typeof chargeNames)[number], number | null>>
  readonly isTaxIncluded: boolean
  readonly flaw: (typeof flaws)[number]
}

/** The flaws with which nobody can tell whether the amounts add up. */
const leavesAmountUnknown: ReadonlySet<PricedOrder['flaw']> = new Set([
  'no total',
  'a line in pounds',
  'a line in words',
  'a charge in words',
])

const charge = fc.option(fc.nat(50_000))

const pricedOrder: fc.Arbitrary<PricedOrder> = fc.record({
  currency: fc.constantFrom<Currency>('EUR', 'JPY'),
  items: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 4 }), price: fc.nat(50_000) }), {
    minLength: 1,
    maxLength: 3,
  }),
  charges: fc.record({ shipping: charge, giftWrap: charge, tax: charge, discount: charge, other: charge }),
  isTaxIncluded: fc.boolean(),
  flaw: fc.constantFrom(...flaws),
})

/** What Amazon says of an order's amounts, before it is written in a version's words. */
interface Statement {
  readonly total: Money | null
  readonly lines: readonly Money[]
  readonly charges: Readonly<Record<(typeof chargeNames)[number], Money | null>>
}

interface Money {
  readonly amount: string
  readonly currencyCode: string
}

function statementOf({ currency, items, charges, isTaxIncluded, flaw }: PricedOrder): Statement {
  const money = (minor: number): Money => ({ amount: text(minor, currency), currencyCode: currency })
  const { shipping, giftWrap, tax, discount, other } = charges
  const beforeTax =
    items.reduce((sum, { price }) => sum + price, 0) +
    [shipping, giftWrap, other].reduce<number>((sum, minor) => sum + (minor ?? 0), 0) -
    (discount ?? 0)
  const total = beforeTax + (isTaxIncluded ? 0 : (tax ?? 0)) + (flaw === 'another total' ? 1 : 0)
  const sent = (minor: number | null) => (minor === null ? null : money(minor))
  return {
    total: flaw === 'no total' ? null : money(total),
    lines: items.map(({ price }, index) => ({
      ...money(price),
      ...(flaw === 'a line in pounds' && index === 0 ? { currencyCode: 'GBP' } : {}),
      ...(flaw === 'a line in words' && index === 0 ? { amount: 'beaucoup' } : {}),
    })),
    charges: {
      shipping: flaw === 'a charge in words' ? { ...money(0), amount: 'beaucoup' } : sent(shipping),
      giftWrap: sent(giftWrap),
      tax: sent(tax),
      discount: sent(discount),
      other: sent(other),
    },
  }
}

/** `-1234` of a euro is `-12.34`. */
function text(minor: number, currency: Currency): string {
  const digits = currencies[currency]
  return (minor / 10 ** digits).toFixed(digits)
}

const types = {
  shipping: 'SHIPPING',
  giftWrap: 'GIFT_WRAP',
  tax: 'TAX',
  discount: 'DISCOUNT',
  other: 'COD_FEE',
} as const

/** All charges are those of the first item. */
const told: Readonly<Record<ApiVersion, (order: PricedOrder) => JsonRecord>> = {
  '2026-01-01': (order) => {
    const { total, lines, charges } = statementOf(order)
    return {
      proceeds: total === null ? null : { grandTotal: total },
      orderItems: lines.map((line, index) => ({
        quantityOrdered: order.items[index]?.quantity,
        product: { price: null },
        proceeds: {
          proceedsTotal: null,
          breakdowns: [
            { type: 'ITEM', subtotal: line },
            ...chargeNames.flatMap((name) => {
              const subtotal = charges[name]
              return index > 0 || subtotal === null ? [] : [{ type: types[name], subtotal }]
            }),
          ],
        },
      })),
    }
  },
  v0: (order) => {
    const { total, lines, charges } = statementOf(order)
    const v0 = (money: Money | null) =>
      money === null ? null : { Amount: money.amount, CurrencyCode: money.currencyCode }
    const chargesOfFirst = {
      ShippingPrice: v0(charges.shipping),
      BuyerInfo: { GiftWrapPrice: v0(charges.giftWrap) },
      ItemTax: v0(charges.tax),
      PromotionDiscount: v0(charges.discount),
      CODFee: v0(charges.other),
    }
    const [first, ...others] = lines.map((line, index) => ({
      QuantityOrdered: order.items[index]?.quantity,
      ItemPrice: v0(line),
    }))
    return { OrderTotal: v0(total), OrderItems: [{ ...first, ...chargesOfFirst }, ...others] }
  },
}

const number = z.number().nullable()
const wireAmounts = z.object({
  currency: z.string(),
  totalAmount: number,
  products: z.array(z.object({ lineTotal: number, currency: z.string().nullable() })).min(1),
  charges: z.object({
    shipping: number,
    giftWrap: number,
    tax: number,
    discount: number,
    other: number,
    addUp: z.boolean().nullable(),
  }),
})

/** Adds up what an agent reads: null where an amount that is needed isn't known. */
function addedUp({ currency, totalAmount, products, charges }: z.infer<typeof wireAmounts>): boolean | null {
  const lines = products.map((item) => (item.currency === currency ? item.lineTotal : null))
  if (totalAmount === null || !lines.every((line) => line !== null)) return null
  const { shipping, giftWrap, other, discount, tax } = charges
  const minor = (value: number | null) => Math.round((value ?? 0) * 100)
  const beforeTax =
    [...lines, shipping, giftWrap, other].reduce<number>((sum, value) => sum + minor(value), 0) - minor(discount)
  return beforeTax === minor(totalAmount) || beforeTax + minor(tax) === minor(totalAmount)
}

describe.each(apiVersions)('lines, charges and total as an agent reads them by %s', (version) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(version)
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  it('agree, or say that they don’t, or that it isn’t known', { timeout: 120_000 }, async () => {
    const seen = new Set<boolean | null>()
    await fc.assert(
      fc.asyncProperty(pricedOrder, async (order) => {
        const read = wireAmounts.parse(await stage.read({ [version]: told[version](order) }))
        const { addUp } = read.charges
        expect(addUp).toBe(leavesAmountUnknown.has(order.flaw) ? null : addedUp(read))
        if (order.flaw === 'nothing') expect(addUp).toBe(true)
        seen.add(addUp)
      }),
      { numRuns: 25 },
    )
    expect(seen).toEqual(new Set([true, false, null]))
  })
})
