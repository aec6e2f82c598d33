export type { AmazonOrder, AmazonOrderItem, AmazonPackage } from './amazon-order.ts'
export type { CannedFault, AmazonFault, AmazonFaults, AmazonScriptedFault, TransportFault } from './faults/fault.ts'
export type { AmazonRequestLog, AmazonRequestRecord } from './request-log.ts'
export type { AmazonOperation, SpApiOperation, AmazonUsagePlan } from './operations.ts'
export type { UnknownOrderAnswer } from './order-lookup.ts'
export type { ItemSpec } from './samples/build-item.ts'
export { buildOrder, type OrderSpec } from './samples/build-order.ts'
export { buildPackage, type PackageSpec } from './samples/build-package.ts'
export { referenceOrder } from './samples/french-orders.ts'
export { amazonDe, amazonFr, amazonJp, amazonUk, amazonUs, type SampleMarketplace } from './samples/marketplace.ts'
export { sampleOrders } from './samples/sample-orders.ts'
export { registerSampleSeller, sampleCredentials } from './samples/sample-seller.ts'
export type { AmazonRegion, AmazonRole, SellerRegistration, SimulatedSeller } from './seller.ts'
export {
  startAmazonSimulator,
  type AmazonApplication,
  type AmazonSimulator,
  type AmazonSimulatorOptions,
} from './simulator.ts'
export type { AmazonUsagePlans } from './usage-plan.ts'
