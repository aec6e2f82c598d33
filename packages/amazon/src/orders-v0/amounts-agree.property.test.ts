import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addsUp, AmountWriter, type ConsistentOrder, consistentOrder, totalOf } from '../testing/consistent-order.ts'
import { sampleOrderId } from '../testing/sample-order.ts'
import { toChannelOrder } from './to-channel-order.ts'

/** Tax and discount are each split in two, as v0 splits them between goods and shipping. */
function read(order: ConsistentOrder, amounts: AmountWriter) {
  const money = (minor: number | null, isDecisive = true) =>
    minor === null ? undefined : { Amount: amounts.write(minor, isDecisive), CurrencyCode: order.currency }
  const split = (minor: number | null): readonly [number | null, number | null] =>
    minor === null ? [null, null] : [minor - Math.floor(minor / 3), Math.floor(minor / 3)]
  const isTaxDecisive = !order.isTaxIncluded
  const orderItems = order.items.map((item, index) => {
    const [itemTax, shippingTax] = split(item.tax)
    const [promotion, shippingDiscount] = split(item.discount)
    const [fee, waived] = item.fee === null ? [null, null] : [item.fee + 7, 7]
    return {
      OrderItemId: String(index),
      QuantityOrdered: item.quantity,
      ItemPrice: money(item.quantity * item.unitPrice),
      ShippingPrice: money(item.shipping),
      ItemTax: money(itemTax, isTaxDecisive),
      ShippingTax: money(shippingTax, isTaxDecisive),
      PromotionDiscount: money(promotion),
      ShippingDiscount: money(shippingDiscount),
      BuyerInfo: { GiftWrapPrice: money(item.giftWrap) },
      CODFee: money(fee),
      CODFeeDiscount: money(waived),
    }
  })
  const raw = { AmazonOrderId: sampleOrderId, OrderTotal: money(totalOf(order)) }
  return toChannelOrder(sampleOrderId, { order: raw, orderItems })
}

describe('lines, charges and total of an order', () => {
  it('agree where Amazon’s amounts do', () => {
    fc.assert(
      fc.property(consistentOrder, (order) => {
        expect(addsUp(read(order, new AmountWriter(order.currency)))).toBe(true)
      }),
    )
  })

  it('say that they don’t agree where one amount is another', () => {
    fc.assert(
      fc.property(consistentOrder, fc.nat(), (order, choice) => {
        const counted = new AmountWriter(order.currency)
        read(order, counted)
        const changed = new AmountWriter(order.currency, choice % counted.decisive)
        expect(addsUp(read(order, changed))).toBe(false)
      }),
    )
  })
})
