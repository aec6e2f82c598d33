export {
  hasEnded,
  importItemStates,
  importKinds,
  importStates,
  type BulkImport,
  type ImportItem,
  type ImportItemState,
  type ImportKind,
  type ImportState,
  type ImportWindow,
} from './bulk-import.ts'
export { deadlineIn, raceAgainst, type Deadline } from './deadline.ts'
export { decodeText } from './decode-text.ts'
export { noCharges, reconcileCharges, type ReconciledCharges } from './charges.ts'
export {
  absoluteDecimal,
  decimalSchema,
  divideDecimal,
  equalDecimals,
  multiplyDecimal,
  parseDecimal,
  roundDecimal,
  sumDecimals,
} from './decimal.ts'
export {
  deliveryOf,
  deliveryStates,
  isUnshipped,
  type Delivery,
  type DeliveryState,
  type Sentence,
} from './delivery-promise.ts'
export { isAhead, orderDeliveryStatus, packageDeliveryStatus } from './delivery-status.ts'
export { DomainError, type DomainErrorOptions } from './domain-error.ts'
export {
  errorCatalogue,
  errorCodes,
  errorVariants,
  type CatalogueEntry,
  type ErrorCode,
  type ErrorVariant,
} from './error-catalogue.ts'
export { isFinal, isStale } from './freshness.ts'
export { parseInstant } from './instant.ts'
export { mergeOrder, nothingKnown, type Merge, type MergedFacts } from './merge-order.ts'
export {
  isScope,
  memberRoles,
  roleScopes,
  scopes,
  type Identity,
  type IdentityMethod,
  type MemberRole,
  type Scope,
} from './identity.ts'
export { makeImportId, makeOrderId } from './order-id.ts'
export { normaliseTypedText, stripReferenceMarks } from './order-reference.ts'
export {
  deliveryStatuses,
  fulfillmentChannels,
  orderStatuses,
  unshippedStatuses,
  type DeliveryStatus,
  type FulfillmentChannel,
  type OrderStatus,
} from './order-status.ts'
export type {
  Cancellation,
  CancelledBy,
  ChannelOrder,
  Decimal,
  Instant,
  Order,
  OrderCancellation,
  OrderCharges,
  OrderFacts,
  OrderItem,
  OrderKey,
  OrderPackage,
  OrderSourceName,
  PackageContent,
  ShippingAddress,
} from './order.ts'
export { PageTokenExpired } from './page-token-expired.ts'
export { cleanName, cleanText, cleanTrackingCode, parseCurrency, parseOrderInstant, saysNothing } from './plausible.ts'
export type { ApiKeyStore, StoredApiKey } from './ports/api-key-store.ts'
export type { AuditEvent, AuditLog } from './ports/audit-log.ts'
export type { BackgroundJob, BackgroundJobs, RunJob } from './ports/background-jobs.ts'
export {
  connectionStatuses,
  type ConnectionStore,
  type ConnectionKey,
  type ConnectionStatus,
  type StoredConnection,
  type SellerBinding,
} from './ports/connection-store.ts'
export type { CredentialStore, Secret, StoredSecret } from './ports/credential-store.ts'
export type {
  ImportKey,
  ImportResult,
  ImportSingleFlight,
  ImportStart,
  NewOrder,
  OrderWriter,
} from './ports/import-single-flight.ts'
export type {
  ImportItemsPage,
  ImportListPage,
  ImportPage,
  ImportStore,
  ItemOutcome,
  NewImport,
} from './ports/import-store.ts'
export type { MembershipStore } from './ports/membership-store.ts'
export type {
  CallOptions,
  CallPriority,
  ChannelOrderPage,
  ListedOrder,
  MarketplaceConnector,
  MarketplacePlans,
  OrderWindow,
  SellerClient,
} from './ports/marketplace-connector.ts'
export type { OrderFilter, OrderPage, OrderPageRequest, OrderStore } from './ports/order-store.ts'
export type { OpenSweep, StaleOrders, Sweep, SweepPage, SweepStore, SweptConnection } from './ports/sweep-store.ts'
export { noTracer, type Span, type SpanAttributes, type Tracer } from './ports/tracer.ts'
export type { QuotaGrant, QuotaKey, QuotaRequest, UpstreamQuota, UsagePlan } from './ports/upstream-quota.ts'
export { formatAddress, mergeAddress } from './shipping-address.ts'
export { isStub, makeStub, type ConversationHints, type Stub, type StubIdentity } from './stub.ts'
export { tenantIdSchema, type TenantId } from './tenant-id.ts'
