import type { BackgroundJob } from '@orderport/domain'
import { createEmptyDatabase } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { importFixture } from '../testing/import-fixture.ts'
import { openTenantDatabase } from '../testing/open-tenant-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'
import { enqueueJob } from './background-jobs.ts'

const sweep: BackgroundJob = { kind: 'sweep', tenantId: tenantA, channel: 'amazon' }
const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()
const nextWeek = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString()

it('the same job waits once; other kinds, tenants and orders are other jobs', async () => {
  await using fixture = await importFixture()
  const { jobs } = fixture.database
  const order = { kind: 'order', tenantId: tenantA, channel: 'amazon', externalOrderId: '171-0000000-0000001' } as const
  const all: readonly BackgroundJob[] = [
    sweep,
    { ...sweep, tenantId: tenantB },
    { ...sweep, kind: 'refresh' },
    order,
    { ...order, externalOrderId: '171-0000000-0000002' },
    { kind: 'import', tenantId: tenantA, importId: 'imp-1' },
  ]
  await Promise.all([...all, ...all, ...all].map((job) => jobs.enqueue(job)))
  const queued = (await fixture.jobs()).map(({ data }) => data)
  expect(queued).toHaveLength(all.length)
  expect(queued).toEqual(expect.arrayContaining([...all]))
  expect(await fixture.sql('SELECT DISTINCT group_id FROM pgboss.job ORDER BY 1')).toEqual([
    { group_id: tenantA },
    { group_id: tenantB },
  ])
  expect(await jobs.stats()).toMatchObject({ ready: all.length, deferred: 0, active: 0 })
})

it('a job that is waiting for later comes earlier when somebody wants it earlier, and never later', async () => {
  await using fixture = await importFixture()
  const { jobs } = fixture.database
  await jobs.enqueue(sweep, nextWeek)
  await jobs.enqueue(sweep, tomorrow)
  await jobs.enqueue(sweep, nextWeek)
  expect(await fixture.jobs()).toEqual([{ data: sweep, startAfter: tomorrow }])
  expect(await jobs.stats()).toEqual({ ready: 0, deferred: 1, active: 0, oldestReadySeconds: 0 })
  await jobs.enqueue(sweep)
  expect(await jobs.stats()).toMatchObject({ ready: 1, deferred: 0 })
})

it('a job comes and goes with the transaction that enqueues it', async () => {
  await using fixture = await importFixture()
  const tenantDatabase = openTenantDatabase(fixture.testDatabase.runtimeUrl)
  await using resources = new AsyncDisposableStack()
  resources.defer(() => tenantDatabase.close())
  const scope = tenantDatabase.withTenant(tenantA)
  const failing = scope.transaction(async (query) => {
    await enqueueJob(query, sweep)
    await query({ text: 'SELECT 1 / 0' })
  })
  await expect(failing).rejects.toThrow(/division by zero/)
  expect(await fixture.jobs()).toEqual([])
  await scope.transaction((query) => enqueueJob(query, sweep))
  expect(await fixture.jobs()).toHaveLength(1)
})

it('no worker takes a waiting job while a transaction that wants it is open: it would miss what that one writes', async () => {
  await using fixture = await importFixture()
  const tenantDatabase = openTenantDatabase(fixture.testDatabase.runtimeUrl)
  await using resources = new AsyncDisposableStack()
  resources.defer(() => tenantDatabase.close())
  await fixture.database.jobs.enqueue(sweep)
  const takeable = `SELECT data FROM pgboss.job WHERE state = 'created' FOR UPDATE SKIP LOCKED`
  expect(await fixture.sql(takeable)).toHaveLength(1)
  await tenantDatabase.withTenant(tenantA).transaction(async (query) => {
    await enqueueJob(query, sweep)
    expect(await fixture.sql(takeable)).toEqual([])
  })
  expect(await fixture.sql(takeable)).toHaveLength(1)
})

it('the service’s role uses the queue, and changes no table of it', async () => {
  await using fixture = await importFixture()
  await using service = createDatabase({ url: fixture.testDatabase.runtimeUrl })
  await service.jobs.enqueue(sweep)
  const rights = `SELECT has_schema_privilege('orderport_app', 'pgboss', 'CREATE') AS creates,
    has_table_privilege('orderport_app', 'pgboss.job', 'TRUNCATE') AS truncates,
    pg_has_role('orderport_app', relowner, 'MEMBER') AS owns FROM pg_class WHERE oid = 'pgboss.job'::regclass`
  expect(await fixture.sql(rights)).toEqual([{ creates: false, truncates: false, owns: false }])
})

it('a database without the queue’s tables is not ready for jobs', async () => {
  await using testDatabase = await createEmptyDatabase()
  await using database = createDatabase({ url: testDatabase.ownerUrl })
  await expect(database.jobs.enqueue(sweep)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
})
