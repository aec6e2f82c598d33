import { migratedDatabase } from '@orderport/db/testing'
import { openTestServer, startPostgres, type TestDatabase, type TestServer } from '@orderport/embedded-postgres'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedOrders } from './seed-orders.ts'

export interface BenchServer extends AsyncDisposable {
  readonly server: TestServer
  /** Returns a new migrated database with that many orders. */
  seededDatabase(rows: number, onProgress: (message: string) => void): Promise<TestDatabase>
}

/**
 * Starts an embedded PostgreSQL, or uses the one of TEST_DATABASE_URL. `durable` says whether the embedded one waits
 * for the disk at each commit.
 */
export async function startBenchServer(durable: boolean): Promise<BenchServer> {
  await using cleanup = new AsyncDisposableStack()
  const superuserUrl = process.env['TEST_DATABASE_URL'] ?? (await startEmbedded(cleanup, durable))
  const { server } = cleanup.use(await openTestServer(superuserUrl))
  const owned = cleanup.move()
  return {
    server,
    async seededDatabase(rows, onProgress) {
      const database = await migratedDatabase(server)
      await seedOrders(database.superuserUrl, rows, onProgress)
      return database
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function startEmbedded(cleanup: AsyncDisposableStack, durable: boolean): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'orderport-bench-'))
  cleanup.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = cleanup.use(await startPostgres({ dataDirectory: directory, durable }))
  return postgres.superuserUrl()
}
