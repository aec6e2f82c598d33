import { expect, it } from 'vitest'
import { channelOrder } from '../testing/sample-order.ts'
import { readPackages, writePackages } from './packages-json.ts'

it('packages are read back unchanged', () => {
  const { packages } = channelOrder()
  expect(packages).toHaveLength(1)
  expect(readPackages(JSON.parse(JSON.stringify(writePackages(packages))))).toEqual(packages)
})

it('an unknown status of a package and an invalid date are null', () => {
  expect(readPackages([{ status: 'eaten', shippedAt: 'soon', carrier: '' }])).toEqual([
    {
      packageReferenceId: null,
      carrier: null,
      trackingCode: null,
      trackingUrl: null,
      status: null,
      statusSince: null,
      shippedAt: null,
      contents: [],
    },
  ])
})

it.each([null, 'x', {}, 3])('%j has no packages', (stored) => {
  expect(readPackages(stored)).toEqual([])
})
