import { describe, expect, it } from 'vitest'
import { startAccessFixture } from './access-fixture.ts'
import { showsRows, undescribedEndpoints } from './endpoint-requests.ts'
import { endpointName, type Endpoint } from './endpoints.ts'
import { disableRowSecurity, removeTenantFilter } from './remove-protection.ts'
import { cases, runMatrix } from './run-matrix.ts'

describe('the access matrix', () => {
  it('describes every route and procedure of the service, and each of them says who may call it', async () => {
    await using fixture = await startAccessFixture()
    expect(undescribedEndpoints(fixture.endpoints)).toEqual([])
    expect(fixture.endpoints.filter(({ access }) => access === null)).toEqual([])
    expect(new Set(fixture.endpoints.map(({ access }) => access))).toEqual(
      new Set(['anyone', 'trusted-peer', 'bearer']),
    )
  })

  it('detects a route and a procedure that it doesn’t describe', () => {
    const unknown: readonly Endpoint[] = [
      { listener: 'internal', method: 'GET', url: '/api/v1/orders/:orderId/notes', procedure: null, access: 'anyone' },
      { listener: 'public', method: 'GET', url: '/livez', procedure: null, access: 'anyone' },
      { listener: 'public', method: 'POST', url: '/trpc/:path', procedure: 'orders.cancel', access: 'bearer' },
    ]
    expect(undescribedEndpoints(unknown)).toEqual(unknown.map(endpointName))
  })

  it('detects another tenant’s rows at every endpoint without the filter and without row-level security', async () => {
    await using fixture = await startAccessFixture()
    await removeTenantFilter(fixture)
    await disableRowSecurity(fixture)
    const foreign = cases.filter(({ name }) => name.startsWith('another tenant’s order by'))
    const endpoints = fixture.endpoints.filter(showsRows).filter(({ method }) => method !== 'HEAD')
    for (const endpoint of endpoints) {
      const { faults } = await runMatrix(fixture, [endpoint], foreign)
      expect(faults.filter((fault) => fault.includes(': leaked '))).not.toEqual([])
    }
    const outsiders = ['own tenant, by a member of another one', 'a key with another tenant’s id put in']
    for (const outsider of outsiders) {
      const asOutsider = cases.filter(({ name }) => name === outsider)
      const { faults } = await runMatrix(fixture, endpoints, asOutsider)
      expect(faults.filter((fault) => fault.includes('answered 200')).length).toBeGreaterThan(2)
    }
  })
})
