export type { AmazonOrder, AmazonOrderItem, AmazonPackage } from './amazon-order.ts'
export type {
  AmazonFault,
  AmazonFaults,
  AmazonScriptedFault,
  CannedFault,
  EncodedFault,
  GatewayFault,
  HeaderChange,
  TransportFault,
} from './faults/fault.ts'
export type { LwaErrorCode } from './lwa.ts'
export type { IncludedData } from './orders-2026-01-01/included-data.ts'
export type { AmazonRequestLog, AmazonRequestRecord, Throttled } from './request-log.ts'
export type { AmazonOperation, SpApiOperation, AmazonUsagePlan } from './operations.ts'
export type { UnknownOrderAnswer } from './order-lookup.ts'
export type { ItemSpec } from './samples/build-item.ts'
export { buildOrder, type OrderSpec } from './samples/build-order.ts'
export { buildPackage, type PackageSpec } from './samples/build-package.ts'
export {
  amazonBr,
  amazonDe,
  amazonFr,
  amazonJp,
  amazonUk,
  amazonUs,
  type SampleMarketplace,
} from './samples/marketplace.ts'
export { referenceOrder } from './samples/reference-order.ts'
export type { SampleOrder } from './samples/sample-order.ts'
export { describedSampleOrders, sampleOrders, type SampleOrdersOptions } from './samples/sample-orders.ts'
export { registerSampleSeller, sampleCredentials } from './samples/sample-seller.ts'
export type { OrderSeeding } from './seeding/seeded-orders.ts'
export type { AmazonRegion, AmazonRole, SellerRegistration, SimulatedSeller } from './seller.ts'
export {
  newSecretNotification,
  orderChangeNotification,
  secretExpiryNotification,
  type NewSecretSpec,
  type OrderChangeSpec,
  type SecretExpirySpec,
} from './sqs/notifications.ts'
export { startSimulatedQueue, type SimulatedQueue, type SimulatedQueueOptions } from './sqs/simulated-queue.ts'
export {
  startAmazonSimulator,
  type AmazonApplication,
  type AmazonSimulator,
  type AmazonSimulatorOptions,
} from './simulator.ts'
export type { AmazonUsagePlans } from './usage-plan.ts'
