import { mergeOrder, reconcileCharges, type ChannelOrder } from '@orderport/domain'
import fc from 'fast-check'
import { fractionDigits } from '../mapping/unit-price.ts'

/** Amounts in the currency's smallest unit; null where there is none. */
export interface ConsistentItem {
  readonly quantity: number
  readonly unitPrice: number
  readonly shipping: number | null
  readonly giftWrap: number | null
  readonly tax: number | null
  readonly discount: number | null
  readonly fee: number | null
}

export interface ConsistentOrder {
  readonly currency: string
  readonly isTaxIncluded: boolean
  readonly items: readonly ConsistentItem[]
}

const charge = fc.option(fc.nat(100_000))

/** Makes orders whose items and charges explain their total, with tax in the prices or on top of them. */
export const consistentOrder: fc.Arbitrary<ConsistentOrder> = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  isTaxIncluded: fc.boolean(),
  items: fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      unitPrice: fc.nat(100_000),
      shipping: charge,
      giftWrap: charge,
      // Tax that is less than what a test changes could hide the change.
      tax: fc.option(fc.integer({ min: 2, max: 100_000 })),
      discount: charge,
      fee: charge,
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

export function totalOf({ items, isTaxIncluded }: ConsistentOrder): number {
  return items.reduce((total, { quantity, unitPrice, shipping, giftWrap, tax, discount, fee }) => {
    const onTop = isTaxIncluded ? 0 : (tax ?? 0)
    return total + quantity * unitPrice + (shipping ?? 0) + (giftWrap ?? 0) + (fee ?? 0) + onTop - (discount ?? 0)
  }, 0)
}

/** Writes amounts as Amazon does, one of them by a smallest unit too much. */
export class AmountWriter {
  readonly #currency: string
  readonly #changed: number | null
  /** How many amounts were written that decide whether the order adds up. */
  decisive = 0

  /** `changed` is the position of the decisive amount to change, from 0. */
  constructor(currency: string, changed: number | null = null) {
    this.#currency = currency
    this.#changed = changed
  }

  write(minor: number, isDecisive = true): string {
    const isChanged = isDecisive && this.decisive === this.#changed
    if (isDecisive) this.decisive += 1
    const digits = fractionDigits(this.#currency)
    const value = minor + (isChanged ? 1 : 0)
    const written = String(Math.abs(value)).padStart(digits + 1, '0')
    const sign = value < 0 ? '-' : ''
    return digits === 0 ? `${sign}${written}` : `${sign}${written.slice(0, -digits)}.${written.slice(-digits)}`
  }
}

/** Returns whether the order adds up, once it is stored. */
export function addsUp(order: ChannelOrder): boolean | null {
  return reconcileCharges(mergeOrder(null, order).facts).addUp
}
