import { sampleOrders } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { localApplication, localTenants } from './local-tenants.ts'
import { startLocalUpstream } from './local-upstream.ts'

describe('the local Amazon', () => {
  it('serves every order of the local tenants to its own tenant', async () => {
    await using upstream = await startLocalUpstream()
    const served: string[] = []
    for (const { authorisation, samples } of localTenants()) {
      if (authorisation === null) continue
      const answer = await fetch(upstream.variables['AMAZON_LWA_ENDPOINT'] ?? '', {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: authorisation.refresh_token,
          client_id: localApplication.client_id,
          client_secret: localApplication.client_secret,
        }),
      })
      const headers = {
        'user-agent': 'Orderport/0.1 (Language=TypeScript/7; Platform=Node/24)',
        'x-amz-access-token': String(Object(await answer.json()).access_token),
      }
      for (const { orderId } of samples.map(({ order }) => order)) {
        const url = `${upstream.variables['AMAZON_SPAPI_ENDPOINT']}/orders/2026-01-01/orders/${orderId}`
        expect(await (await fetch(url, { headers })).json()).toMatchObject({ order: { orderId } })
        served.push(orderId)
      }
    }
    const samples = sampleOrders().map((order) => order.orderId)
    expect(served.toSorted()).toEqual(samples.toSorted())
  })
})
