export { findFreePort, startPostgres, type EmbeddedPostgres } from './server/start-postgres.ts'
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
export {
  createEmptyDatabase,
  createTestDatabase,
  type SuperuserSession,
  type TestDatabase,
} from './test-databases/test-database.ts'
export { openTestServer, type TestServer } from './test-databases/test-server.ts'
