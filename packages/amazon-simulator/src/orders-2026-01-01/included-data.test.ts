import { expect, it } from 'vitest'
import { parseIncludedData, withIncludedData, type IncludedData } from './included-data.ts'
import { sampleOrders } from '../samples/sample-orders.ts'

const required = ['orderId', 'createdTime', 'lastUpdatedTime', 'programs', 'salesChannel', 'orderItems']
const requiredOfItem = ['orderItemId', 'quantityOrdered', 'measurement', 'product']

function keysWith(included: IncludedData[]) {
  const orders = sampleOrders().map((order) => withIncludedData({ ...order, payment: {}, tax: {} }, new Set(included)))
  return {
    order: new Set(orders.flatMap((order) => Object.keys(order))),
    item: new Set(orders.flatMap((order) => order.orderItems.flatMap((item) => Object.keys(item)))),
  }
}

it('an order without included data has neither status nor total, but its products', () => {
  const { order, item } = keysWith([])
  expect(order).toEqual(new Set([...required, 'orderAliases', 'associatedOrders']))
  expect(item).toEqual(new Set(requiredOfItem))
})

it.each<[IncludedData, string, string | null]>([
  ['BUYER', 'buyer', null],
  ['RECIPIENT', 'recipient', null],
  ['PROCEEDS', 'proceeds', 'proceeds'],
  ['FULFILLMENT', 'fulfillment', 'fulfillment'],
  ['PACKAGES', 'packages', null],
  ['PAYMENT', 'payment', null],
  ['TAX', 'tax', null],
])('%s adds %s', (dataset, ofOrder, ofItem) => {
  const { order, item } = keysWith([dataset])
  expect(order).toEqual(new Set([...required, 'orderAliases', 'associatedOrders', ofOrder]))
  expect(item).toEqual(new Set(ofItem === null ? requiredOfItem : [...requiredOfItem, ofItem]))
})

it('CANCELLATION adds the items’ cancellation', () => {
  expect(keysWith(['CANCELLATION']).item).toEqual(new Set([...requiredOfItem, 'cancellation']))
})

it.each([
  ['', []],
  ['includedData=BUYER', ['BUYER']],
  ['includedData=BUYER,PACKAGES', ['BUYER', 'PACKAGES']],
  ['includedData=BUYER%2CPACKAGES', ['BUYER', 'PACKAGES']],
])('%s is understood', (query, names) => {
  expect([...(parseIncludedData(new URLSearchParams(query)) ?? ['nothing'])]).toEqual(names)
})

it.each(['includedData=', 'includedData=buyer', 'includedData=BUYER,', 'includedData=BUYER&includedData=PACKAGES'])(
  '%s is refused',
  (query) => {
    expect(parseIncludedData(new URLSearchParams(query))).toBeNull()
  },
)
