import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addsUp,
  AmountWriter,
  type ConsistentItem,
  type ConsistentOrder,
  consistentOrder,
  totalOf,
} from '../testing/consistent-order.ts'
import { sampleOrderId } from '../testing/sample-order.ts'
import { toChannelOrder } from './to-channel-order.ts'

type Category = 'SHIPPING' | 'GIFT_WRAP' | 'TAX' | 'DISCOUNT' | 'COD_FEE'

/** Where Amazon breaks the charges down, and whether it states the price of a unit alone. */
interface Shape {
  readonly isByOrder: boolean
  readonly isUnitPriceAlone: boolean
}

const shape: fc.Arbitrary<Shape> = fc.record({ isByOrder: fc.boolean(), isUnitPriceAlone: fc.boolean() })

function read(order: ConsistentOrder, { isByOrder, isUnitPriceAlone }: Shape, amounts: AmountWriter) {
  const { items, currency, isTaxIncluded } = order
  const money = (minor: number, isDecisive = true) => ({
    amount: amounts.write(minor, isDecisive),
    currencyCode: currency,
  })
  const breakdown = (type: Category, minor: number | null) =>
    minor === null ? [] : [{ type, subtotal: money(minor, type !== 'TAX' || !isTaxIncluded) }]
  const charges = ({ shipping, giftWrap, tax, discount, fee }: Omit<ConsistentItem, 'quantity' | 'unitPrice'>) => [
    ...breakdown('SHIPPING', shipping),
    ...breakdown('GIFT_WRAP', giftWrap),
    ...breakdown('TAX', tax),
    ...breakdown('DISCOUNT', discount === null ? null : -discount),
    ...breakdown('COD_FEE', fee),
  ]
  const orderItems = items.map((item, index) => ({
    orderItemId: String(index),
    quantityOrdered: item.quantity,
    product: isUnitPriceAlone ? { price: { unitPrice: money(item.unitPrice) } } : {},
    proceeds: {
      proceedsTotal: money(0, false),
      breakdowns: [
        ...(isUnitPriceAlone ? [] : [{ type: 'ITEM', subtotal: money(item.quantity * item.unitPrice) }]),
        ...(isByOrder ? [] : charges(item)),
      ],
    },
  }))
  const proceeds = {
    grandTotal: money(totalOf(order)),
    breakdowns: isByOrder ? [{ type: 'ITEM', subtotal: money(0, false) }, ...charges(summed(items))] : [],
  }
  return toChannelOrder(sampleOrderId, { orderId: sampleOrderId, proceeds, orderItems })
}

function summed(items: readonly ConsistentItem[]) {
  const sum = (pick: (item: ConsistentItem) => number | null) => {
    const said = items.map(pick).filter((amount) => amount !== null)
    return said.length === 0 ? null : said.reduce((total, amount) => total + amount, 0)
  }
  return {
    shipping: sum(({ shipping }) => shipping),
    giftWrap: sum(({ giftWrap }) => giftWrap),
    tax: sum(({ tax }) => tax),
    discount: sum(({ discount }) => discount),
    fee: sum(({ fee }) => fee),
  }
}

describe('lines, charges and total of an order', () => {
  it('agree where Amazon’s amounts do', () => {
    fc.assert(
      fc.property(consistentOrder, shape, (order, given) => {
        expect(addsUp(read(order, given, new AmountWriter(order.currency)))).toBe(true)
      }),
    )
  })

  it('say that they don’t agree where one amount is another', () => {
    fc.assert(
      fc.property(consistentOrder, shape, fc.nat(), (order, given, choice) => {
        const counted = new AmountWriter(order.currency)
        read(order, given, counted)
        const changed = new AmountWriter(order.currency, choice % counted.decisive)
        expect(addsUp(read(order, given, changed))).toBe(false)
      }),
    )
  })
})
