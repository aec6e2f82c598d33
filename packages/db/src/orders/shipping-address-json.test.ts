import { expect, test } from 'vitest'
import { channelOrder } from '../testing/sample-order.ts'
import { readShippingAddress, writeShippingAddress } from './shipping-address-json.ts'

test('an address comes back as it was', () => {
  const { shippingAddress } = channelOrder()
  if (shippingAddress === null) throw new Error('The sample has an address.')
  expect(readShippingAddress(JSON.parse(JSON.stringify(writeShippingAddress(shippingAddress))))).toEqual(
    shippingAddress,
  )
})

test('an address of another shape keeps the parts that it shares', () => {
  expect(readShippingAddress({ city: 'Lyon', lines: ['a', 3, null, ''], zip: '69001' })).toMatchObject({
    city: 'Lyon',
    lines: ['a', '3'],
    postalCode: null,
  })
})

test.each([null, 'Lyon', ['Lyon'], 3])('%j is no address', (stored) => {
  expect(readShippingAddress(stored)).toBeNull()
})
