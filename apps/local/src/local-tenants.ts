import {
  amazonBr,
  amazonDe,
  amazonFr,
  amazonJp,
  amazonUk,
  amazonUs,
  describedSampleOrders,
  type AmazonRegion,
  type SampleMarketplace,
  type SampleOrder,
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
  readonly name: string
  /** Null for a tenant that has not connected Amazon. */
  readonly authorisation: LocalAuthorisation | null
  /** The orders of its selling account. */
  readonly samples: readonly SampleOrder[]
}

/**
 * Returns the local profile's tenants: four with a selling account, in Amazon's three regions, and one without. Orders
 * under way have their dates around `now`, in milliseconds since 1970.
 */
export function localTenants(now: number = Date.now()): readonly LocalTenant[] {
  const samplesOf = (...marketplaces: readonly SampleMarketplace[]) => describedSampleOrders({ marketplaces, now })
  return [
    {
      tenantId: 'boutique-lyon',
      name: 'Boutique Lyon',
      authorisation: authorisation('LYON', amazonFr.id, 'eu-west-1'),
      samples: samplesOf(amazonFr, amazonUk),
    },
    {
      tenantId: 'atelier-berlin',
      name: 'Atelier Berlin',
      authorisation: authorisation('BERLIN', amazonDe.id, 'eu-west-1'),
      samples: samplesOf(amazonDe),
    },
    {
      tenantId: 'maple-street',
      name: 'Maple Street',
      authorisation: authorisation('MAPLE', amazonUs.id, 'us-east-1'),
      samples: samplesOf(amazonUs, amazonBr),
    },
    {
      tenantId: 'kyoto-bungu',
      name: 'Kyoto Bungu',
      authorisation: authorisation('KYOTO', amazonJp.id, 'us-west-2'),
      samples: samplesOf(amazonJp),
    },
    { tenantId: 'nouveau-client', name: 'Nouveau client', authorisation: null, samples: [] },
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
