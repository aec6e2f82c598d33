export type { AmazonOrder, AmazonOrderItem, AmazonPackage } from './amazon/amazon-order.ts'
export type {
  CannedFault,
  AmazonFault,
  AmazonFaults,
  AmazonScriptedFault,
  TransportFault,
} from './amazon/faults/fault.ts'
export type { AmazonJournal, AmazonJournalEntry } from './amazon/journal.ts'
export type { AmazonOperation, SpApiOperation, AmazonUsagePlan } from './amazon/operations.ts'
export type { UnknownOrderAnswer } from './amazon/order-lookup.ts'
export type { ItemSpec } from './amazon/samples/build-item.ts'
export { buildOrder, type OrderSpec } from './amazon/samples/build-order.ts'
export { buildPackage, type PackageSpec } from './amazon/samples/build-package.ts'
export { referenceOrder } from './amazon/samples/french-orders.ts'
export {
  localApplication,
  localTenants,
  registerLocalTenants,
  type LocalAuthorisation,
  type LocalTenant,
} from './amazon/samples/local-tenants.ts'
export {
  amazonDe,
  amazonFr,
  amazonJp,
  amazonUk,
  amazonUs,
  type SampleMarketplace,
} from './amazon/samples/marketplace.ts'
export { sampleOrders } from './amazon/samples/sample-orders.ts'
export type { AmazonRegion, AmazonRole, SellerRegistration, SimulatedSeller } from './amazon/seller.ts'
export {
  startAmazonSimulator,
  type AmazonApplication,
  type AmazonSimulator,
  type AmazonSimulatorOptions,
} from './amazon/simulator.ts'
export type { AmazonUsagePlans } from './amazon/usage-plan.ts'
export type { AppRole } from './vault/login-roles.ts'
export type { Capability, PolicyRule } from './vault/policies.ts'
export type { TokenGrant } from './vault/token-store.ts'
export type { VaultFault, VaultFaultHandle, VaultFaultOrder, VaultFaults } from './vault/vault-faults.ts'
export { hashToken, type VaultJournal, type VaultRequestRecord } from './vault/vault-journal.ts'
export { startVaultSimulator, type VaultSimulator, type VaultSimulatorOptions } from './vault/vault-simulator.ts'
export { startPostgres, type EmbeddedPostgres, type StartPostgresOptions } from './postgres/start-postgres.ts'
export {
  createEmptyDatabase,
  createTestDatabase,
  type CreateTestDatabase,
  type TestDatabase,
} from './postgres/test-database.ts'
export { openTestServer, type TestServer, type TestServerUse } from './postgres/test-server.ts'
export type { DatabaseTemplate } from './postgres/test-template.ts'
export { startTcpProxy, type TcpProxy, type TcpProxyOptions } from './tcp-proxy.ts'
