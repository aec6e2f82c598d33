import {
  amazonDe,
  amazonFr,
  amazonJp,
  amazonUk,
  amazonUs,
  sampleOrders,
  type AmazonOrder,
  type AmazonRegion,
} from '@orderport/amazon-simulator'

/** The local profile's Amazon application, with the keys of its Vault secret. */
export const localApplication = {
  client_id: 'amzn1.application-oa2-client.local',
  client_secret: 'not-a-secret-local-application',
  application_id: 'amzn1.sp.solution.local',
  region: 'eu-west-1',
} as const

/** A tenant's authorisation, with the keys of its Vault secret. */
interface LocalAuthorisation {
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
  /** The orders of its selling account. */
  readonly orders: readonly AmazonOrder[]
}

/** Returns the local profile's tenants: four with a selling account, in Amazon's three regions, and one without. */
export function localTenants(): readonly LocalTenant[] {
  return [
    {
      tenantId: 'boutique-lyon',
      authorisation: authorisation('LYON', amazonFr.id, 'eu-west-1'),
      orders: sampleOrders(amazonFr, amazonUk),
    },
    {
      tenantId: 'atelier-berlin',
      authorisation: authorisation('BERLIN', amazonDe.id, 'eu-west-1'),
      orders: sampleOrders(amazonDe),
    },
    {
      tenantId: 'maple-street',
      authorisation: authorisation('MAPLE', amazonUs.id, 'us-east-1'),
      orders: sampleOrders(amazonUs),
    },
    {
      tenantId: 'kyoto-bungu',
      authorisation: authorisation('KYOTO', amazonJp.id, 'us-west-2'),
      orders: sampleOrders(amazonJp),
    },
    { tenantId: 'nouveau-client', authorisation: null, orders: [] },
  ]
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
