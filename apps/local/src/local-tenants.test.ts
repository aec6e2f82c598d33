import { sampleOrders } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { localTenants } from './local-tenants.ts'

describe('the local tenants', () => {
  it('hold every sample order once, over three regions, and one is not connected', () => {
    const tenants = localTenants()
    const held = tenants.flatMap((tenant) => tenant.samples.map(({ order }) => order.orderId))
    const samples = sampleOrders().map((order) => order.orderId)
    expect(held.toSorted()).toEqual(samples.toSorted())
    const authorisations = tenants.flatMap((tenant) => tenant.authorisation ?? [])
    expect(tenants.length - authorisations.length).toBe(1)
    expect(new Set(authorisations.map((one) => one.region))).toEqual(new Set(['eu-west-1', 'us-east-1', 'us-west-2']))
    expect(new Set(authorisations.map((one) => one.seller_id)).size).toBe(authorisations.length)
    expect(new Set(authorisations.map((one) => one.refresh_token)).size).toBe(authorisations.length)
  })
})
