import { describe, expect, it } from 'vitest'
import { toChannelOrder } from './to-channel-order.ts'

const orderId = '404-1111111-2222222'

function orderOf(order: Readonly<Record<string, unknown>>, ...orderItems: readonly unknown[]) {
  return toChannelOrder(orderId, { order, orderItems })
}

it.each([
  [' BL-17 ', 'BL-17'],
  [orderId, null],
  ['', null],
  [undefined, null],
])('the seller’s own number %j is %j', (SellerOrderId, expected) => {
  expect(orderOf({ SellerOrderId }).sellerOrderNumber).toBe(expected)
})

it.each([
  [true, '404-0000000-0000001'],
  ['true', '404-0000000-0000001'],
  [undefined, '404-0000000-0000001'],
  [false, null],
  ['false', null],
])('an order whose IsReplacementOrder is %j replaces %j', (IsReplacementOrder, expected) => {
  expect(orderOf({ IsReplacementOrder, ReplacedOrderId: '404-0000000-0000001' }).replaces).toBe(expected)
})

it('an order is a gift if an item is, and none where Amazon says so of an item', () => {
  const gift = { IsGift: 'true', BuyerInfo: { GiftMessageText: 'Joyeux Noël !' } }
  expect(orderOf({}, { IsGift: 'false' }, gift)).toMatchObject({ isGift: true, giftMessage: 'Joyeux Noël !' })
  expect(orderOf({}, { IsGift: 'false' }, {})).toMatchObject({ isGift: false, giftMessage: null })
  expect(orderOf({}, {})).toMatchObject({ isGift: null })
})

it.each([
  [true, 'true', true, true],
  [false, 'false', false, false],
  [undefined, 'maybe', null, null],
])('IsPrime %j and IsBusinessOrder %j are %j and %j', (IsPrime, IsBusinessOrder, isPrime, isBusiness) => {
  expect(orderOf({ IsPrime, IsBusinessOrder })).toMatchObject({ isPrime, isBusiness })
})

it.each([
  [true, false, true],
  [false, 'true', true],
  [false, undefined, false],
  [undefined, undefined, null],
])('access point %j and pick-up in a store %j make a pick-up point %j', (IsAccessPointOrder, IsISPU, expected) => {
  expect(orderOf({ IsAccessPointOrder, IsISPU }).pickupPoint).toBe(expected)
})

describe('a cancellation', () => {
  const request = (IsBuyerRequestedCancel: unknown, BuyerCancelReason: string) => ({
    BuyerRequestedCancel: { IsBuyerRequestedCancel, BuyerCancelReason },
  })

  it.each([
    ['true', true, 'Found cheaper'],
    [true, true, 'Found cheaper'],
    ['false', false, null],
    ['', null, null],
  ])('that the buyer asked for: %j', (flag, asked, reason) => {
    expect(orderOf({}, {}, request(flag, 'Found cheaper'))).toMatchObject({
      buyerRequestedCancellation: asked,
      buyerCancellationReason: reason,
    })
  })

  it('of an order says when Amazon told it, but v0 doesn’t know by whom', () => {
    const cancelled = orderOf({ OrderStatus: 'Canceled', LastUpdateDate: '2026-02-07T08:00:00Z' }, request('true', 'x'))
    expect(cancelled.cancellation).toEqual({ by: null, reason: null, at: '2026-02-07T08:00:00.000Z' })
    expect(orderOf({ OrderStatus: 'Unshipped' }, request('true', 'x')).cancellation).toBeNull()
  })
})

it('a Brazilian address has its street in fields of its own', () => {
  const ExtendedFields = {
    StreetName: 'Rua das Flores',
    StreetNumber: '123',
    Complement: 'Apto 45',
    Neighborhood: 'Jardim Paulista',
  }
  const ShippingAddress = { City: 'São Paulo', StateOrRegion: 'SP', CountryCode: 'BR', ExtendedFields }
  expect(orderOf({ ShippingAddress }).shippingAddress).toMatchObject({
    lines: ['Rua das Flores, 123', 'Apto 45'],
    districtOrCounty: 'Jardim Paulista',
  })
})
