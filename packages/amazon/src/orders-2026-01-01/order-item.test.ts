import { describe, expect, it } from 'vitest'
import { toChannelOrder } from './to-channel-order.ts'

const orderId = '404-1111111-2222222'

function eur(amount: string) {
  return { amount, currencyCode: 'EUR' }
}

function itemOf(item: Readonly<Record<string, unknown>>) {
  return toChannelOrder(orderId, { orderId, orderItems: [{ orderItemId: '1', ...item }] }).products[0]
}

/** The proceeds of three units for 29.97, with everything that is not their price. */
const proceeds = {
  proceedsTotal: eur('38.86'),
  breakdowns: [
    { type: 'SHIPPING', subtotal: eur('4.90') },
    { type: 'ITEM', subtotal: eur('29.97') },
    { type: 'TAX', subtotal: eur('5.99') },
    { type: 'DISCOUNT', subtotal: eur('-2.00') },
  ],
}

describe('what an item costs', () => {
  it.each([
    [
      'its ITEM subtotal, and a unit its part of that',
      { quantityOrdered: 3, proceeds },
      { price: '9.99', lineTotal: '29.97', currency: 'EUR' },
    ],
    [
      'its ITEM subtotal, and a unit what Amazon says',
      { quantityOrdered: 3, product: { price: { unitPrice: eur('9.99') } }, proceeds },
      { price: '9.99', lineTotal: '29.97', currency: 'EUR' },
    ],
    [
      'its ITEM subtotal, even where units don’t divide it',
      { quantityOrdered: 4, proceeds },
      { price: '7.49', lineTotal: '29.97' },
    ],
    [
      'its ITEM subtotal, even where its units can’t be read',
      { quantityOrdered: 'some', proceeds },
      { quantity: null, price: null, lineTotal: '29.97' },
    ],
    [
      'what its units cost together, without an ITEM subtotal',
      { quantityOrdered: 3, product: { price: { unitPrice: eur('9.99') } } },
      { price: '9.99', lineTotal: '29.97', currency: 'EUR' },
    ],
    [
      'not known from its proceeds alone: they hold shipping, tax and discounts',
      { quantityOrdered: 3, proceeds: { proceedsTotal: eur('38.86') } },
      { price: null, lineTotal: null, currency: 'EUR' },
    ],
    [
      'not known of units that were cancelled',
      { quantityOrdered: 0, product: { price: { unitPrice: eur('9.99') } } },
      { quantity: 0, price: '9.99', lineTotal: null },
    ],
    [
      'whole yen',
      {
        quantityOrdered: 3,
        proceeds: { breakdowns: [{ type: 'ITEM', subtotal: { amount: '1000', currencyCode: 'JPY' } }] },
      },
      { price: '333', lineTotal: '1000', currency: 'JPY' },
    ],
    [
      'in one currency: a unit price in another one is not its',
      {
        quantityOrdered: 2,
        product: { price: { unitPrice: { amount: '11.00', currencyCode: 'USD' } } },
        proceeds: { breakdowns: [{ type: 'ITEM', subtotal: eur('20.00') }] },
      },
      { price: '10.00', lineTotal: '20.00', currency: 'EUR' },
    ],
  ])('is %s', (_name, given, expected) => {
    expect(itemOf(given)).toMatchObject(expected)
  })
})

it('what was shipped of it is known only where Amazon says it', () => {
  expect(itemOf({ fulfillment: { quantityFulfilled: 2 } })?.quantityShipped).toBe(2)
  expect(itemOf({ fulfillment: {} })?.quantityShipped).toBeNull()
})
