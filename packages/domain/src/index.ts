export { decimalSchema, parseDecimal } from './decimal.ts'
export { DomainError, type DomainErrorOptions } from './domain-error.ts'
export { errorCatalogue, errorCodes, type CatalogueEntry, type ErrorCode } from './error-catalogue.ts'
export { parseInstant } from './instant.ts'
export { mergeOrder, type MergedFacts } from './merge-order.ts'
export { makeOrderId } from './order-id.ts'
export {
  deliveryStatuses,
  fulfillmentChannels,
  orderStatuses,
  type DeliveryStatus,
  type FulfillmentChannel,
  type OrderStatus,
} from './order-status.ts'
export type {
  ChannelOrder,
  Decimal,
  Instant,
  Order,
  OrderFacts,
  OrderKey,
  OrderLine,
  OrderSourceName,
  Parcel,
  ShippingAddress,
} from './order.ts'
export type { ChannelConnections, ConnectionKey } from './ports/channel-connections.ts'
export type { CredentialStore, Secret } from './ports/credential-store.ts'
export type { Fence, FlightKey, ImportFlights, Landing } from './ports/import-flights.ts'
export type { ChannelConnection, OrderSource, SellingAccount } from './ports/order-source.ts'
export type { NewOrder, NewStub, OrderFilter, OrderPage, OrderPageRequest, OrderStore } from './ports/order-store.ts'
export type { QuotaGrant, QuotaKey, QuotaRequest, UpstreamQuota, UsagePlan } from './ports/upstream-quota.ts'
export { formatAddress, mergeAddress } from './shipping-address.ts'
export { isStub, makeStub, type ConversationHints, type Stub, type StubIdentity } from './stub.ts'
export { tenantIdSchema, type TenantId } from './tenant-id.ts'
