export { startPostgres, type EmbeddedPostgres, type StartPostgresOptions } from './start-postgres.ts'
export {
  createEmptyDatabase,
  createTestDatabase,
  type CreateTestDatabase,
  type TestDatabase,
} from './test-database.ts'
export { openTestServer, type TestServer, type TestServerUse } from './test-server.ts'
export type { DatabaseTemplate } from './test-template.ts'
export { startTcpProxy, type TcpProxy, type TcpProxyOptions } from './tcp-proxy.ts'
