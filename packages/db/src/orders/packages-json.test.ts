import { expect, test } from 'vitest'
import { channelOrder } from '../testing/sample-order.ts'
import { readParcels, writeParcels } from './packages-json.ts'

test('parcels come back as they were', () => {
  const { packages } = channelOrder()
  expect(packages).toHaveLength(1)
  expect(readParcels(JSON.parse(JSON.stringify(writeParcels(packages))))).toEqual(packages)
})

test('a parcel of an unknown status is pending, and a date that is none is not known', () => {
  expect(readParcels([{ status: 'lost', shippedAt: 'soon', carrier: '' }])).toEqual([
    {
      packageReferenceId: null,
      carrier: null,
      trackingCode: null,
      trackingUrl: null,
      status: 'pending',
      shippedAt: null,
    },
  ])
})

test.each([null, 'x', {}, 3])('%j holds no parcels', (stored) => {
  expect(readParcels(stored)).toEqual([])
})
