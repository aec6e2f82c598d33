import { DomainError, type MarketplaceConnector, type OrderKey, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'

/** The order to import, the tenant that it belongs to, and the marketplace to ask. */
export interface ImportTarget extends OrderKey {
  readonly tenantId: TenantId
  readonly connector: MarketplaceConnector
}

/** Throws INVALID_REQUEST for an unknown channel, ORDER_REF_INVALID for what can't be one of its references. */
export function importTarget({ connectors }: Services, tenantId: TenantId, order: OrderKey): ImportTarget {
  const { channel, externalOrderId } = order
  const connector = connectors.get(channel)
  if (connector === undefined) throw new DomainError('INVALID_REQUEST', { field: 'channel' })
  if (!connector.isReference(externalOrderId)) throw new DomainError('ORDER_REF_INVALID', { field: 'orderRef' })
  return { tenantId, channel, externalOrderId, connector }
}
