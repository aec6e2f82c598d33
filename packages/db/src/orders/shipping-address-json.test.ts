import { expect, it } from 'vitest'
import { channelOrder } from '../testing/sample-order.ts'
import { readShippingAddress, writeShippingAddress } from './shipping-address-json.ts'

it('an address is read back unchanged', () => {
  const { shippingAddress } = channelOrder()
  if (shippingAddress === null) throw new Error('The sample has an address.')
  expect(readShippingAddress(JSON.parse(JSON.stringify(writeShippingAddress(shippingAddress))))).toEqual(
    shippingAddress,
  )
})

it('an address of another shape keeps the fields that we know', () => {
  expect(readShippingAddress({ city: 'Lyon', lines: ['a', 3, null, ''], zip: '69001' })).toMatchObject({
    city: 'Lyon',
    lines: ['a', '3'],
    postalCode: null,
  })
})

it.each([null, 'Lyon', ['Lyon'], 3])('%j is not an address', (stored) => {
  expect(readShippingAddress(stored)).toBeNull()
})
