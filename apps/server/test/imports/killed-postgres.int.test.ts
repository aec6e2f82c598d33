import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migratedDatabase } from '@orderport/db/testing'
import { openTestServer, startPostgres } from '@orderport/embedded-postgres'
import { createOrderport } from '@orderport/sdk'
import { expect, it } from 'vitest'
import { startAddress } from '../harness/start-address.ts'
import { startServiceProcess } from '../harness/start-service-process.ts'
import { startUpstream } from '../harness/start-upstream.ts'
import { readLedger } from './read-ledger.ts'
import { dayMs, widenPlans } from './start-import-service.ts'

const tenant = 'boutique-lyon'
const orders = 900

/** A migrated database on a server of its own, which can be killed and started again behind one address. */
async function startMortalDatabase() {
  await using cleanup = new AsyncDisposableStack()
  // A name of this form is swept by later test runs if this one is killed.
  const dataDirectory = await mkdtemp(join(tmpdir(), `orderport-test-${process.pid}-`))
  cleanup.defer(() => rm(dataDirectory, { recursive: true, force: true }))
  const address = cleanup.use(await startAddress())
  let server = await startPostgres({ dataDirectory })
  cleanup.defer(() => server.stop())
  // The database and its roles end with the server: there is nothing to drop.
  const run = await openTestServer(server.superuserUrl())
  const database = await migratedDatabase(run.server)
  address.leadTo(server.port)
  const url = new URL(database.runtimeUrl)
  url.port = String(address.port)
  const owned = cleanup.move()
  return {
    url: url.href,
    async sql(text: string, values?: readonly unknown[]) {
      return await database.superuserQuery(text, values)
    },
    /** Ends the server as the kernel does when memory runs out. */
    async kill(): Promise<void> {
      address.leadTo(null)
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
    async start(): Promise<void> {
      server = await startPostgres({ dataDirectory, port: server.port })
      address.leadTo(server.port)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it(
  'an import survives Postgres that is killed in the middle, and a worker that starts while it is away takes part',
  { timeout: 480_000 },
  async () => {
    await using database = await startMortalDatabase()
    await using upstream = await startUpstream()
    await using started = new AsyncDisposableStack()
    widenPlans(upstream)
    const seller = upstream.connect(tenant)
    seller.seedOrders({ count: orders, from: Date.now() - 30 * dayMs, until: Date.now() - dayMs })
    upstream.amazon.faults.push({ operation: 'searchOrders', fault: { kind: 'delay', ms: 200 }, ratio: 1 })
    const environment = { DATABASE_URL: database.url, PORT: '0', ...upstream.environment }
    const start = async (role: string) => started.use(await startServiceProcess({ ...environment, ROLE: role }))
    const { address } = await start('api')
    const first = await start('worker')
    const { imports } = createOrderport({ baseUrl: address, tenantId: tenant })
    const { id } = (await imports.start({ since: new Date(Date.now() - 31 * dayMs).toISOString() })).import
    await upstream.amazon.requestLog.received('searchOrders', 5)
    await database.kill()
    // The first worker waits for Postgres; the second one has never seen it, and is the one that goes on.
    await start('worker')
    await database.start()
    first.signal('SIGKILL')
    const state = async () => (await database.sql('SELECT state FROM imports WHERE id = $1', [id]))[0]?.['state']
    await expect.poll(state, { timeout: 300_000, interval: 100 }).toBe('done')
    expect(await readLedger(database.sql, id)).toEqual({
      counts: { state: 'done', total: orders, done: orders, failed: 0, error: null },
      items: { imported: orders },
      notOnce: [],
      faults: [],
    })
  },
)
