import { expect, it } from 'vitest'
import type { AmazonOrderItem } from '../amazon-order.ts'
import { v0ItemPrices } from './item-prices.ts'

const money = (amount: string) => ({ amount, currencyCode: 'EUR' })

function itemWith(total: string, parts: Readonly<Record<string, string>>): AmazonOrderItem {
  const breakdowns = Object.entries(parts).map(([type, amount]) => ({ type, subtotal: money(amount) }))
  return {
    orderItemId: '1',
    quantityOrdered: 2,
    product: { price: { unitPrice: money('12.00') } },
    proceeds: { proceedsTotal: money(total), breakdowns },
  }
}

it.each([
  ['the tax is told apart from the price', itemWith('24.00', { ITEM: '20.00', TAX: '4.00' }), '24.00'],
  ['the price holds the tax', itemWith('24.00', { ITEM: '24.00', TAX: '4.00' }), '24.00'],
  ['there is no tax', itemWith('24.00', { ITEM: '24.00' }), '24.00'],
  ['there is a discount with its sign', itemWith('21.00', { ITEM: '20.00', TAX: '4.00', DISCOUNT: '-3' }), '24.00'],
  ['there is a discount without one', itemWith('21.00', { ITEM: '20.00', TAX: '4.00', DISCOUNT: '3.00' }), '24.00'],
  ['only the unit price is told', itemWith('24.00', {}), '24.00'],
])('the price of all units includes the tax once where %s', (_, item, price) => {
  expect(v0ItemPrices(item, true).item).toEqual(money(price))
})

it('the price of all units is as it is where tax comes on top', () => {
  expect(v0ItemPrices(itemWith('24.00', { ITEM: '20.00', TAX: '4.00' }), false)).toMatchObject({
    item: money('20.00'),
    itemTax: money('4.00'),
  })
})

it('an item of no units, or without proceeds, has no price', () => {
  const item = itemWith('24.00', { ITEM: '24.00' })
  expect(v0ItemPrices({ ...item, quantityOrdered: 0 }, true).item).toBeUndefined()
  const { proceeds: _, ...pending } = item
  expect(v0ItemPrices(pending, true).item).toBeUndefined()
})
