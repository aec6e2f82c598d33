import { describe, expect, it } from 'vitest'
import { toChannelOrder } from './to-channel-order.ts'

const orderId = '404-1111111-2222222'

function breakdown(type: string, amount: string, currencyCode = 'EUR') {
  return { type, subtotal: { amount, currencyCode } }
}

function chargesOf(ofItems: readonly (readonly unknown[])[], ofOrder?: readonly unknown[]) {
  const grandTotal = { amount: '100.00', currencyCode: 'EUR' }
  const orderItems = ofItems.map((breakdowns, index) => ({ orderItemId: String(index), proceeds: { breakdowns } }))
  return toChannelOrder(orderId, { orderId, proceeds: { grandTotal, breakdowns: ofOrder }, orderItems }).charges
}

describe('the charges of an order', () => {
  it('are those that Amazon breaks its proceeds down to', () => {
    const ofOrder = [
      breakdown('ITEM', '80.00'),
      breakdown('SHIPPING', '9.90'),
      breakdown('GIFT_WRAP', '3.50'),
      breakdown('TAX', '16.00'),
      breakdown('DISCOUNT', '-5.00'),
      breakdown('COD_FEE', '2.00'),
      breakdown('OTHER', '0.50'),
    ]
    expect(chargesOf([[breakdown('SHIPPING', '1.00')]], ofOrder)).toEqual({
      shipping: '9.90',
      giftWrap: '3.50',
      tax: '16.00',
      discount: '5.00',
      other: '2.50',
      incomplete: false,
    })
  })

  it('are the sums over its items where Amazon breaks down those alone', () => {
    const ofItems = [
      [breakdown('ITEM', '40.00'), breakdown('SHIPPING', '4.90'), breakdown('TAX', '8.00')],
      [breakdown('ITEM', '40.00'), breakdown('SHIPPING', '5'), breakdown('TAX', '8.00'), breakdown('DISCOUNT', '5.00')],
      [breakdown('ITEM', '0.00')],
    ]
    expect(chargesOf(ofItems)).toEqual({
      shipping: '9.90',
      giftWrap: null,
      tax: '16.00',
      discount: '5.00',
      other: null,
      incomplete: false,
    })
  })

  it('are those of its items where the order has others, such as a tip', () => {
    expect(chargesOf([[breakdown('SHIPPING', '4.90')]], [breakdown('DELIVERY_TIP', '3.00')])).toMatchObject({
      shipping: '4.90',
      other: '3.00',
    })
  })

  it('are not known where Amazon sends none: null is not zero', () => {
    expect(chargesOf([[breakdown('ITEM', '100.00')], []])).toBeNull()
    expect(chargesOf([[breakdown('SHIPPING', '0.00')]])).toMatchObject({ shipping: '0.00', tax: null })
  })

  it('in another currency than the total’s, or unreadable, are left out whole', () => {
    const ofItems = [
      [breakdown('SHIPPING', '4.90'), breakdown('TAX', '8.00')],
      [breakdown('SHIPPING', '5.00', 'GBP'), breakdown('TAX', 'eight')],
      [breakdown('GIFT_WRAP', '2.00')],
    ]
    expect(chargesOf(ofItems)).toEqual({
      shipping: null,
      giftWrap: '2.00',
      tax: null,
      discount: null,
      other: null,
      incomplete: true,
    })
  })
})
