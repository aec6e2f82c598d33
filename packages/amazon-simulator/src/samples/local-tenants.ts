import type { AmazonOrder } from '../amazon-order.ts'
import type { AmazonRegion } from '../seller.ts'
import type { AmazonSimulator } from '../simulator.ts'
import { americanOrders } from './american-orders.ts'
import { britishOrders } from './british-orders.ts'
import { frenchOrders } from './french-orders.ts'
import { germanOrders } from './german-orders.ts'
import { japaneseOrders } from './japanese-orders.ts'
import { amazonDe, amazonFr, amazonJp, amazonUs } from './marketplace.ts'

/** The local profile's Amazon application, with the keys of its Vault secret. */
export const localApplication = {
  client_id: 'amzn1.application-oa2-client.local',
  client_secret: 'not-a-secret-local-application',
  application_id: 'amzn1.sp.solution.local',
  region: 'eu-west-1',
} as const

/** A tenant's authorisation, with the keys of its Vault secret. */
export interface LocalAuthorisation {
  readonly refresh_token: string
  readonly seller_id: string
  readonly marketplace_id: string
  readonly region: AmazonRegion
  readonly created_at: string
}

export interface LocalTenant {
  readonly tenantId: string
  /** Null for a tenant that has not connected Amazon. */
  readonly authorisation: LocalAuthorisation | null
  /** The orders that its selling account holds. */
  readonly orders: readonly AmazonOrder[]
}

/** The local profile's tenants: four with a selling account, in Amazon's three regions, and one without. */
export function localTenants(): readonly LocalTenant[] {
  return [
    {
      tenantId: 'boutique-lyon',
      authorisation: authorisation('LYON', amazonFr.id, 'eu-west-1'),
      orders: [...frenchOrders(), ...britishOrders()],
    },
    {
      tenantId: 'atelier-berlin',
      authorisation: authorisation('BERLIN', amazonDe.id, 'eu-west-1'),
      orders: germanOrders(),
    },
    {
      tenantId: 'maple-street',
      authorisation: authorisation('MAPLE', amazonUs.id, 'us-east-1'),
      orders: americanOrders(),
    },
    {
      tenantId: 'kyoto-bungu',
      authorisation: authorisation('KYOTO', amazonJp.id, 'us-west-2'),
      orders: japaneseOrders(),
    },
    { tenantId: 'nouveau-client', authorisation: null, orders: [] },
  ]
}

/** Makes the local application and the tenants' selling accounts known to the simulator, with their orders. */
export function registerLocalTenants(simulator: AmazonSimulator): void {
  simulator.registerApplication({
    clientId: localApplication.client_id,
    clientSecret: localApplication.client_secret,
  })
  for (const { authorisation, orders } of localTenants()) {
    if (authorisation === null) continue
    const seller = simulator.registerSeller({
      sellerId: authorisation.seller_id,
      region: authorisation.region,
      refreshToken: authorisation.refresh_token,
      marketplaceIds: [authorisation.marketplace_id],
    })
    for (const order of orders) seller.putOrder(order)
  }
}

function authorisation(name: string, marketplaceId: string, region: AmazonRegion): LocalAuthorisation {
  return {
    refresh_token: `Atzr|not-a-token-${name.toLowerCase()}`,
    seller_id: `ALOCAL${name}`,
    marketplace_id: marketplaceId,
    region,
    created_at: '2026-01-05T09:00:00.000Z',
  }
}
