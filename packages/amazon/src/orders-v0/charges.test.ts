import { describe, expect, it } from 'vitest'
import { toChannelOrder } from './to-channel-order.ts'

const orderId = '404-1111111-2222222'

function eur(Amount: string) {
  return { Amount, CurrencyCode: 'EUR' }
}

function chargesOf(...orderItems: readonly Readonly<Record<string, unknown>>[]) {
  const order = { AmazonOrderId: orderId, OrderTotal: eur('100.00') }
  return toChannelOrder(orderId, { order, orderItems }).charges
}

describe('the charges of an order', () => {
  it('are the sums over its items', () => {
    const lamp = {
      ItemPrice: eur('80.00'),
      ItemTax: eur('16.00'),
      ShippingPrice: eur('4.90'),
      ShippingTax: eur('0.98'),
      ShippingDiscount: eur('4.90'),
      PromotionDiscount: eur('5.00'),
      BuyerInfo: { GiftWrapPrice: eur('3.50'), GiftWrapTax: eur('0.70') },
      CODFee: eur('2.00'),
      CODFeeDiscount: eur('0.50'),
    }
    expect(chargesOf(lamp, { ShippingPrice: eur('5.00'), PromotionDiscount: eur('0.10') })).toEqual({
      shipping: '9.90',
      giftWrap: '3.50',
      tax: '17.68',
      discount: '10.00',
      other: '1.50',
      incomplete: false,
    })
  })

  it('are positive discounts, whatever sign Amazon gives them', () => {
    expect(chargesOf({ PromotionDiscount: eur('-5.00') })?.discount).toBe('5.00')
  })

  it('are not known where Amazon sends none: null is not zero', () => {
    expect(chargesOf({ ItemPrice: eur('100.00') })).toBeNull()
    expect(chargesOf({ ShippingPrice: eur('0.00'), ItemTax: {} })).toMatchObject({ shipping: '0.00', tax: null })
  })

  it('in another currency than the total’s, or unreadable, are left out whole', () => {
    const pounds = { ShippingPrice: { Amount: '5.00', CurrencyCode: 'GBP' }, ItemTax: eur('eight') }
    expect(chargesOf({ ShippingPrice: eur('4.90'), ItemTax: eur('8.00'), CODFee: eur('2.00') }, pounds)).toEqual({
      shipping: null,
      giftWrap: null,
      tax: null,
      discount: null,
      other: '2.00',
      incomplete: true,
    })
  })
})
