import { describe, expect, it } from 'vitest'
import type { AmazonOrder } from '../amazon-order.ts'
import { negated, sumAmounts } from '../money.ts'
import { sampleOrders } from '../samples/sample-orders.ts'
import { v0ItemsPage } from './order-items.ts'
import { v0Order, type V0Object } from './order-view.ts'

const orders = sampleOrders()

/** The samples that are there because their parts don't add up, or can't be added. */
const notAddingUp = new Set(['404-6602981-3374410', '404-7702315-8846190'])

function itemsOf(order: AmazonOrder, showsBuyer = true): readonly V0Object[] {
  return v0ItemsPage(order, { token: null, size: 50, showsBuyer })?.items ?? []
}

function amountOf(money: unknown): string | undefined {
  const amount: unknown = Object(money)['Amount']
  return typeof amount === 'string' ? amount : undefined
}

/** Returns what an item costs by v0: prices and fees, less discounts, and the tax where it comes on top. */
function totalOf(item: V0Object, isTaxOnTop: boolean): string {
  const { GiftWrapPrice, GiftWrapTax } = Object(item['BuyerInfo'])
  const prices = [item['ItemPrice'], item['ShippingPrice'], GiftWrapPrice, item['CODFee']]
  const taxes = isTaxOnTop ? [item['ItemTax'], item['ShippingTax'], GiftWrapTax] : []
  const discounts = [item['PromotionDiscount'], item['ShippingDiscount']].map(amountOf)
  return sumAmounts([
    ...[...prices, ...taxes].flatMap((money) => amountOf(money) ?? []),
    ...discounts.flatMap((amount) => (amount === undefined ? [] : negated(amount))),
  ])
}

describe.each(orders.map((order) => [order.orderId, order] as const))('%s in v0', (orderId, order) => {
  it('has items that add up to its total, unless it is there to show the opposite', () => {
    const total = amountOf(v0Order(order)['OrderTotal'])
    const items = itemsOf(order)
    const priced = items.filter((item) => item['ItemPrice'] !== undefined)
    const isTaxOnTop = order.salesChannel.marketplaceName === 'Amazon.com'
    const sum = priced.length === 0 ? undefined : sumAmounts(priced.map((item) => totalOf(item, isTaxOnTop)))
    if (notAddingUp.has(orderId)) expect(sum).not.toBe(total)
    else expect(sum).toBe(total)
    expect(JSON.stringify(items)).not.toContain('"-')
  })

  it('has the windows, the seller’s number and the flags of the newer version', () => {
    const { fulfillment, programs = [], orderAliases, associatedOrders, recipient } = order
    expect(v0Order(order)).toMatchObject({
      EarliestShipDate: fulfillment?.shipByWindow?.earliestDateTime,
      LatestShipDate: fulfillment?.shipByWindow?.latestDateTime,
      EarliestDeliveryDate: fulfillment?.deliverByWindow?.earliestDateTime,
      LatestDeliveryDate: fulfillment?.deliverByWindow?.latestDateTime,
      SellerOrderId: orderAliases?.[0]?.aliasId,
      IsPrime: programs.includes('PRIME'),
      IsBusinessOrder: programs.includes('AMAZON_BUSINESS'),
      IsReplacementOrder: associatedOrders !== undefined,
      ReplacedOrderId: associatedOrders?.[0]?.orderId,
      IsAccessPointOrder: recipient?.deliveryAddress?.addressType === 'PICKUP_POINT',
    })
  })
})

function sample(orderId: string): AmazonOrder {
  const order = orders.find((candidate) => candidate.orderId === orderId)
  if (order === undefined) throw new Error(`no sample ${orderId}`)
  return order
}

it('discounts are split and positive, and gift wrap and message need a restricted data token', () => {
  const order = sample('402-9981273-4405526')
  expect(itemsOf(order)[0]).toMatchObject({
    ItemPrice: { Amount: '39.00' },
    ShippingPrice: { Amount: '4.90' },
    PromotionDiscount: { Amount: '3.90' },
    ShippingDiscount: { Amount: '4.90' },
    PromotionIds: ['FETE-DES-MERES'],
    IsGift: 'true',
    BuyerInfo: {
      GiftWrapPrice: { Amount: '3.50' },
      GiftMessageText: 'Bonne fête, Maman !\nTes trois enfants',
      GiftWrapLevel: 'Classique',
    },
  })
  expect(itemsOf(order, false)[0]).toMatchObject({ IsGift: 'true', BuyerInfo: undefined })
})

it('prices hold the tax where the marketplace’s do, as they don’t in the newer version', () => {
  const british = sample('202-8843610-2957714')
  expect(itemsOf(british)[0]).toMatchObject({
    ItemPrice: { Amount: '52.98' },
    ItemTax: { Amount: '8.83' },
    ShippingPrice: { Amount: '3.00' },
    ShippingTax: { Amount: '0.50' },
  })
  expect(british.orderItems[0]?.proceeds?.breakdowns).toMatchObject([
    { type: 'ITEM', subtotal: { amount: '44.15' } },
    { type: 'SHIPPING', subtotal: { amount: '2.50' } },
    { type: 'TAX', subtotal: { amount: '9.33' } },
  ])
  const american = sample('113-0486627-5541937')
  expect(itemsOf(american)[0]).toMatchObject({ ItemPrice: { Amount: '119.88' }, ItemTax: { Amount: '8.09' } })
})

it('an offer without a unit price has the price of all units, and a cancelled item none', () => {
  expect(itemsOf(sample('403-5548127-9920633'))[0]).toMatchObject({
    QuantityOrdered: 3,
    ItemPrice: { Amount: '10.00' },
  })
  expect(itemsOf(sample('407-6631908-5520447'))[1]).toMatchObject({ QuantityOrdered: 0, ItemPrice: undefined })
})

it('a buyer’s request to cancel is text, and cash on delivery a fee and a payment method', () => {
  expect(itemsOf(sample('405-9034416-2287715'))[0]).toMatchObject({
    BuyerRequestedCancel: { IsBuyerRequestedCancel: 'true', BuyerCancelReason: 'Délai de livraison trop long' },
  })
  expect(itemsOf(sample('171-4093870-1757126'))[0]).toMatchObject({
    BuyerRequestedCancel: { IsBuyerRequestedCancel: 'false', BuyerCancelReason: '' },
  })
  const onDelivery = sample('503-9027718-1145560')
  expect(v0Order(onDelivery)).toMatchObject({ PaymentMethod: 'COD' })
  expect(itemsOf(onDelivery)[0]).toMatchObject({ CODFee: { CurrencyCode: 'JPY', Amount: '330' } })
})

it.each([
  ['PENDING_PICK_UP', 'PendingPickUp'],
  ['LABEL_CANCELLED', 'LabelCanceled'],
  ['AT_ORIGIN_FC', 'AtOriginFC'],
  ['REJECTED_BY_BUYER', 'RejectedByBuyer'],
  ['RETURNED_TO_SELLER', 'ReturnedToSeller'],
  ['LOST', 'Lost'],
])('an Easy Ship order tells %s as %s', (detailedStatus, word) => {
  const { orderId, ...order } = sample('402-5913076-8821140')
  const packages = [{ packageReferenceId: '1', packageStatus: { status: 'SHIPPED', detailedStatus } }] as const
  const easyShip = { ...order, orderId, programs: ['AMAZON_EASY_SHIP'], packages: [...packages] }
  expect(v0Order(easyShip)).toMatchObject({ EasyShipShipmentStatus: word })
  expect(v0Order({ ...easyShip, programs: [] })).toMatchObject({ EasyShipShipmentStatus: undefined })
})
