import { deadlineIn, type BackgroundJob, type TenantId } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createDatabase } from '../database.ts'
import { importId, later, referencesImport } from '../testing/import-fixture.ts'
import { testWorker } from '../testing/job-worker.ts'
import { manyOrders, observeMainPaths } from '../testing/main-paths.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { installedPgBouncer, startPgBouncer, type PgBouncer } from '../testing/pgbouncer.ts'
import { importKey } from '../testing/replicas.ts'
import { channelOrder, tenantA, tenantB } from '../testing/sample-order.ts'

const program = await installedPgBouncer()
const modes = [
  ['without prepared statements', 'true'],
  ...(program?.prepares === true ? [['with prepared statements', 'prepared'] as const] : []),
] as const

/** All clients wait for the same few sessions, on a machine that may be busy. */
const patient = { connectTimeoutMs: 20_000 }

/** What the report says of what it leaves out. */
function descriptionOf(): string {
  if (program === null) return 'is not installed, so it is not tested (apt-get install pgbouncer)'
  const untested = program.prepares
    ? ''
    : '; prepared statements need 1.21 and are not tested (PGBOUNCER names another)'
  return `${program.version} in transaction mode${untested}`
}

describe.skipIf(program === null)(`PgBouncer ${descriptionOf()}`, () => {
  describe.each(modes)('%s', (_mode, parameter) => {
    const resources = new AsyncDisposableStack()
    let database: TestDatabase
    let pooler: PgBouncer
    let url: string

    beforeAll(async () => {
      if (program === null) throw new Error('There is no PgBouncer.')
      database = resources.use(await migratedDatabase())
      await database.superuserQuery(manyOrders(300))
      pooler = resources.use(await startPgBouncer({ program, url: database.runtimeUrl, sessions: 3 }))
      url = `${pooler.url}?pgbouncer=${parameter}`
    })

    afterAll(() => resources.disposeAsync())

    it('the main paths read and write the same as on a direct connection', async () => {
      await using direct = await migratedDatabase()
      await direct.superuserQuery(manyOrders(300))
      await using onServer = createDatabase({ url: direct.runtimeUrl })
      await using behind = createDatabase({ url, ...patient })
      expect(await behind.checkRuntimeRole()).toEqual([])
      expect(await behind.status()).toEqual({ pending: [] })
      expect(await observeMainPaths(behind)).toEqual(await observeMainPaths(onServer))
    })

    it('interleaved reads of two tenants on three sessions show each tenant only its rows', async () => {
      await using behind = createDatabase({ url, poolSize: 6, ...patient })
      const page = { limit: 5, offset: 0 }
      async function readAs(tenantId: TenantId, other: TenantId): Promise<void> {
        for (let number = 1; number <= 15; number += 1) {
          const [own, foreign, { orders }] = await Promise.all([
            behind.orders.get(tenantId, `ord-${tenantId}-${number}`),
            behind.orders.get(tenantId, `ord-${other}-${number}`),
            behind.orders.list(tenantId, { q: '171-' }, page),
          ])
          expect(foreign).toBeNull()
          expect([own, ...orders].map((order) => order?.tenantId)).toEqual(Array.from({ length: 6 }, () => tenantId))
        }
      }
      const readers = Array.from({ length: 5 }, () => [readAs(tenantA, tenantB), readAs(tenantB, tenantA)])
      await Promise.all(readers.flat())
    })

    it('jobs are enqueued, run and counted, and an import of many orders is stored with its job', async () => {
      await using behind = createDatabase({ url, ...patient })
      const { imports, jobs } = behind
      const ran: BackgroundJob[] = []
      await imports.create(tenantA, referencesImport(['402-1111111-1111111']))
      await jobs.enqueue({ kind: 'sweep', tenantId: tenantA, channel: 'amazon' })
      await jobs.enqueue({ kind: 'sweep', tenantId: tenantA, channel: 'amazon' })
      await using worker = testWorker({
        url,
        runJob: async (job) => {
          ran.push(job)
          if (job.kind === 'import') await imports.begin(tenantA, job.importId, later)
        },
      })
      await vi.waitFor(() => expect(ran.map(({ kind }) => kind).toSorted()).toEqual(['import', 'sweep']), {
        timeout: 50_000,
      })
      expect(await imports.cancel(tenantA, importId, later)).toMatchObject({ startedAt: later, state: 'cancelled' })
      await database.superuserQuery(`DELETE FROM imports; DELETE FROM import_items`)
      expect(worker.errors).toEqual([])
    })

    it('ten simultaneous imports over two processes write one row', async () => {
      await using one = createDatabase({ url, ...patient })
      await using other = createDatabase({ url, ...patient })
      const key = { ...importKey, externalOrderId: '402-9999999-9999999' }
      let fetches = 0
      const imports = Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? one : other).singleFlight.run(key, deadlineIn(20_000), async ({ writer }) => {
          const stored = await one.orders.find(tenantA, key)
          if (stored !== null) return { order: stored, source: 'cache' }
          fetches += 1
          const fetched = channelOrder({ externalOrderId: key.externalOrderId })
          const now = '2026-02-06T09:00:00.000Z'
          const order = await writer.save({ id: `ord-${index}`, now, fetched, source: 'amazon_spapi' })
          return { order, source: 'amazon_spapi' }
        }),
      )
      const ids = new Set((await Promise.all(imports)).map(({ order }) => order.id))
      expect([ids.size, fetches]).toEqual([1, 1])
    })

    it('leaves no tenant in a session, and prepares statements there only where the pooler carries them', async () => {
      const tenantDatabase = openTenantDatabase(url)
      try {
        await tenantDatabase.withTenant(tenantA).query({ text: 'SELECT FROM orders', name: 'pgbouncer_probe' })
        const { rows } = await tenantDatabase.withoutTenant.query({
          text: `SELECT current_setting('orderport.tenant_id', true) AS tenant,
            (SELECT count(*)::int FROM pg_prepared_statements WHERE statement = 'SELECT FROM orders') AS prepared`,
        })
        expect(rows).toEqual([{ tenant: '', prepared: parameter === 'prepared' ? 1 : 0 }])
      } finally {
        await tenantDatabase.close()
      }
    })
  })

  it.each([
    ['refuses the settings of a session', []],
    ['drops the settings of a session', ['statement_timeout', 'idle_in_transaction_session_timeout']],
  ])('is noticed without ?pgbouncer=true when it %s', async (_what, ignores) => {
    if (program === null) throw new Error('There is no PgBouncer.')
    await using database = await migratedDatabase()
    await using pooler = await startPgBouncer({ program, url: database.runtimeUrl, sessions: 2, ignores })
    await using behind = createDatabase({ url: pooler.url, ...patient })
    expect(await behind.checkRuntimeRole()).toEqual([expect.stringContaining('add ?pgbouncer=true to the URL')])
    await using named = createDatabase({ url: `${pooler.url}?pgbouncer=true`, ...patient })
    expect(await named.checkRuntimeRole()).toEqual([])
  })
})
