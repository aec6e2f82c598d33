import { describe, expect, it } from 'vitest'
import { toChannelOrder } from './to-channel-order.ts'

const orderId = '404-1111111-2222222'

function orderOf(change: Readonly<Record<string, unknown>>) {
  return toChannelOrder(orderId, { orderId, ...change })
}

function addressed(addressType: string | undefined, programs?: readonly string[]) {
  return orderOf({ programs, recipient: { deliveryAddress: { city: 'Nantes', addressType } } }).pickupPoint
}

describe('the seller’s own number', () => {
  it.each([
    ['its alias of that type', [{ aliasId: ' BL-17 ', aliasType: 'SELLER_ORDER_ID' }], 'BL-17'],
    ['no alias of another type', [{ aliasId: 'BL-17', aliasType: 'OTHER' }], null],
    ['not Amazon’s number again', [{ aliasId: orderId, aliasType: 'SELLER_ORDER_ID' }], null],
    ['unknown without one', undefined, null],
  ])('is %s', (_name, orderAliases, expected) => {
    expect(orderOf({ orderAliases }).sellerOrderNumber).toBe(expected)
  })
})

it.each([
  ['REPLACEMENT_ORIGINAL_ID', '404-0000000-0000001'],
  ['EXCHANGE_ORIGINAL_ID', '404-0000000-0000001'],
  ['SOMETHING_ELSE', null],
])('an order associated by %s replaces %s', (associationType, expected) => {
  expect(orderOf({ associatedOrders: [{ orderId: '404-0000000-0000001', associationType }] }).replaces).toBe(expected)
})

describe('a gift', () => {
  const gift = (giftOption: unknown) => ({ fulfillment: { packing: { giftOption } } })

  it('is told by a message or a wrapping, and each message once', () => {
    const orderItems = [gift({ giftMessage: 'Joyeux Noël !' }), gift({ giftMessage: 'Joyeux Noël !' }), {}]
    expect(orderOf({ orderItems })).toMatchObject({ isGift: true, giftMessage: 'Joyeux Noël !' })
    expect(orderOf({ orderItems: [gift({ giftWrapLevel: 'Classic' })] })).toMatchObject({
      isGift: true,
      giftMessage: null,
    })
  })

  it('is not ruled out by an order that says nothing of it', () => {
    expect(orderOf({ orderItems: [{}, gift({ giftMessage: '' })] }).isGift).toBeNull()
  })
})

it('programs say what an order is and isn’t; without them nothing is known', () => {
  expect(orderOf({ programs: ['PRIME', 'NEW_ONE'] })).toMatchObject({ isPrime: true, isBusiness: false })
  expect(orderOf({ programs: ['AMAZON_BUSINESS'] })).toMatchObject({ isPrime: false, isBusiness: true })
  expect(orderOf({ programs: [] })).toMatchObject({ isPrime: false, isBusiness: false })
  expect(orderOf({})).toMatchObject({ isPrime: null, isBusiness: null })
})

describe('a pick-up point', () => {
  it.each([
    ['PICKUP_POINT', undefined, true],
    ['RESIDENTIAL', ['IN_STORE_PICK_UP'], true],
    [undefined, ['IN_STORE_PICK_UP'], true],
    ['RESIDENTIAL', undefined, false],
    ['COMMERCIAL', ['PRIME'], false],
    [undefined, ['PRIME'], null],
    ['LOCKER_OF_TOMORROW', undefined, null],
  ])('of an address of type %s with programs %j is %s', (addressType, programs, expected) => {
    expect(addressed(addressType, programs)).toBe(expected)
  })
})

describe('a Brazilian address', () => {
  const extendedFields = {
    streetName: 'Rua das Flores',
    streetNumber: '123',
    complement: 'Apto 45',
    neighborhood: 'Jardim Paulista',
  }
  const city = { city: 'São Paulo', stateOrRegion: 'SP', postalCode: '01234-567', countryCode: 'BR' }
  const shipped = (deliveryAddress: unknown) => orderOf({ recipient: { deliveryAddress } })

  it('has its street in fields of its own', () => {
    const order = shipped({ ...city, addressLine1: '', extendedFields })
    expect(order.shippingAddress).toMatchObject({
      lines: ['Rua das Flores, 123', 'Apto 45'],
      districtOrCounty: 'Jardim Paulista',
    })
    expect(order.customerAddress).toBe('Rua das Flores, 123, Apto 45, Jardim Paulista, São Paulo, SP 01234-567, BR')
  })

  it('keeps a first line that it has, and says nothing twice', () => {
    expect(shipped({ ...city, addressLine1: 'Rua A, 1', extendedFields }).shippingAddress?.lines).toEqual(['Rua A, 1'])
    const twice = { ...city, addressLine2: 'Apto 45', extendedFields: { ...extendedFields, streetNumber: 'n/a' } }
    expect(shipped(twice).shippingAddress?.lines).toEqual(['Rua das Flores', 'Apto 45'])
  })
})
