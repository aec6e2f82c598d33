import { DomainError, type MarketplaceConnector, type OrderKey, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'
import { referenceIn } from './typed-reference.ts'

/** The order to import, the tenant that it belongs to, and the marketplace to ask. */
export interface ImportTarget extends OrderKey {
  readonly tenantId: TenantId
  readonly connector: MarketplaceConnector
}

/**
 * Returns the order that somebody asks for: `typed` is its reference as they typed or pasted it. Throws INVALID_REQUEST
 * for an unknown channel, ORDER_REF_INVALID for what holds no reference of it, or several.
 */
export function importTarget(services: Services, tenantId: TenantId, channel: string, typed: string): ImportTarget {
  const connector = connectorOf(services, channel)
  return { tenantId, channel, externalOrderId: referenceIn(connector, typed), connector }
}

/** Returns the marketplace of a channel that a caller names. Throws INVALID_REQUEST for an unknown one. */
export function connectorOf({ connectors }: Services, channel: string): MarketplaceConnector {
  const connector = connectors.get(channel)
  if (connector === undefined) throw new DomainError('INVALID_REQUEST', { field: 'channel' })
  return connector
}
