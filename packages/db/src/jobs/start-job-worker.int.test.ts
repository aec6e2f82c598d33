import { once } from 'node:events'
import type { BackgroundJob, TenantId } from '@orderport/domain'
import { createEmptyDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it, vi } from 'vitest'
import { createDatabase } from '../database.ts'
import { migrate } from '../migrate/migrate.ts'
import { importFixture } from '../testing/import-fixture.ts'
import { proxied, testWorker } from '../testing/job-worker.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const patience = { timeout: 50_000, interval: 50 }

function orderJob(number: number, tenantId: TenantId = tenantA): BackgroundJob {
  return { kind: 'order', tenantId, channel: 'amazon', externalOrderId: `171-0000000-000000${number}` }
}

/** Collects what ran, and lets a test wait for it. */
function record() {
  const ran: BackgroundJob[] = []
  return { ran, until: (count: number) => vi.waitFor(() => expect(ran.length).toBeGreaterThanOrEqual(count), patience) }
}

describe('a worker', () => {
  it('runs each job once, and those that a job enqueues for the time after it', async () => {
    await using fixture = await importFixture()
    const { jobs } = fixture.database
    const { ran, until } = record()
    for (const number of [1, 2, 3]) await jobs.enqueue(orderJob(number))
    await using worker = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      runJob: async (job) => {
        ran.push(job)
        if (ran.length === 3) await jobs.enqueue(job)
      },
    })
    await until(4)
    await vi.waitFor(async () => expect(await jobs.stats()).toMatchObject({ ready: 0, active: 0 }), patience)
    expect(ran).toHaveLength(4)
    expect(ran.slice(0, 3)).toEqual(expect.arrayContaining([1, 2, 3].map((number) => orderJob(number))))
    expect(worker.errors).toEqual([])
  })

  it('runs a job that threw again, and reports why it did', async () => {
    await using fixture = await importFixture()
    const { ran, until } = record()
    await fixture.database.jobs.enqueue(orderJob(1))
    const failure = new Error('Amazon has a bad day.')
    await using worker = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      runJob: async (job) => {
        ran.push(job)
        if (ran.length === 1) throw failure
      },
    })
    await until(2)
    expect(worker.errors).toEqual([{ error: failure, job: orderJob(1) }])
  })

  it('lets each tenant have two slices at a time, so that one tenant’s many jobs leave room for another’s', async () => {
    await using fixture = await importFixture()
    const { jobs } = fixture.database
    for (const number of [1, 2, 3, 4, 5, 6]) await jobs.enqueue(orderJob(number, tenantA))
    await jobs.enqueue(orderJob(1, tenantB))
    const { ran, until } = record()
    const release = new AbortController()
    await using worker = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      concurrency: 4,
      runJob: async (job) => {
        ran.push(job)
        if (!release.signal.aborted) await once(release.signal, 'abort')
      },
    })
    await until(3)
    expect(ran.map(({ tenantId }) => tenantId).toSorted()).toEqual([tenantA, tenantA, tenantB])
    release.abort()
    await until(7)
    expect(worker.errors).toEqual([])
  })

  it('that stops takes no new job, tells the running one, and waits for it', async () => {
    await using fixture = await importFixture()
    const { jobs } = fixture.database
    const { ran, until } = record()
    let ended = 0
    await using worker = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      concurrency: 1,
      runJob: async (job, signal) => {
        ran.push(job)
        await once(signal, 'abort')
        await jobs.enqueue(job)
        ended += 1
      },
    })
    await jobs.enqueue(orderJob(1))
    await until(1)
    await jobs.enqueue(orderJob(2))
    await worker.stop(20_000)
    expect([ran.length, ended]).toEqual([1, 1])
    expect(await jobs.stats()).toMatchObject({ ready: 2, active: 0 })
    expect(worker.errors).toEqual([])
  })

  it('gives a slice back that does not stop in time', async () => {
    await using fixture = await importFixture()
    const { jobs } = fixture.database
    const { until, ran } = record()
    const never = Promise.withResolvers<void>()
    const worker = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      runJob: async (job) => {
        ran.push(job)
        await never.promise
      },
    })
    await jobs.enqueue(orderJob(1))
    await until(1)
    await worker.stop(1000)
    const again = record()
    await using other = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      runJob: async (job) => void again.ran.push(job),
    })
    await again.until(1)
    expect(other.errors).toEqual([])
    never.resolve()
  })
})

describe('an outage', () => {
  it('at the start is waited for, as is a database that is not migrated', async () => {
    await using database = await createEmptyDatabase()
    await using proxy = await proxied(database)
    proxy.refuse()
    await migrate({ adminUrl: database.ownerUrl })
    await database.superuserQuery(`GRANT orderport_app TO ${new URL(database.runtimeUrl).username};
      ALTER SCHEMA pgboss RENAME TO not_yet`)
    const { ran, until } = record()
    await using worker = testWorker({ url: proxy.url, runJob: async (job) => void ran.push(job) })
    const reported = (text: RegExp) =>
      vi.waitFor(() => expect(worker.errors.map(({ error }) => String(error)).join('\n')).toMatch(text), patience)
    await reported(/ECONNREFUSED/)
    await proxy.resume()
    await reported(/not installed/)
    await database.superuserQuery('ALTER SCHEMA not_yet RENAME TO pgboss')
    await worker.started
    await using service = createDatabase({ url: database.runtimeUrl })
    await service.jobs.enqueue(orderJob(1))
    await until(1)
  })

  it('while jobs run loses none of them', async () => {
    await using fixture = await importFixture()
    const { jobs } = fixture.database
    await using proxy = await proxied(fixture.testDatabase)
    const { ran, until } = record()
    const release = new AbortController()
    await using worker = testWorker({
      url: proxy.url,
      runJob: async (job) => {
        ran.push(job)
        if (!release.signal.aborted) await once(release.signal, 'abort')
      },
    })
    await jobs.enqueue(orderJob(1))
    await until(1)
    proxy.refuse()
    proxy.cut()
    await jobs.enqueue(orderJob(2))
    await vi.waitFor(() => expect(worker.errors.length).toBeGreaterThan(0), patience)
    await proxy.resume()
    release.abort()
    await vi.waitFor(() => expect(ran).toContainEqual(orderJob(2)), patience)
    await vi.waitFor(async () => expect(await jobs.stats()).toMatchObject({ ready: 0, active: 0 }), patience)
  })

  it('a job whose worker died is run by another one', async () => {
    await using fixture = await importFixture()
    await using proxy = await proxied(fixture.testDatabase)
    const [dead, living] = [record(), record()]
    const never = Promise.withResolvers<void>()
    const dying = testWorker({
      url: proxy.url,
      runJob: async (job) => {
        dead.ran.push(job)
        await never.promise
      },
    })
    await fixture.database.jobs.enqueue(orderJob(1))
    await dead.until(1)
    // As the database sees it: nothing comes from that process any more.
    proxy.refuse()
    proxy.cut()
    await using other = testWorker({
      url: fixture.testDatabase.runtimeUrl,
      runJob: async (job) => void living.ran.push(job),
    })
    await living.until(1)
    expect(living.ran).toEqual([orderJob(1)])
    expect(other.errors).toEqual([])
    never.resolve()
    await dying.stop(1000)
  })
})

it('a job of a kind that this version does not know waits for a version that knows it', async () => {
  await using fixture = await importFixture()
  const foreign = [
    { kind: 'future', tenantId: tenantA },
    { kind: 'sweep', tenantId: '../x', channel: 'amazon' },
  ]
  for (const data of foreign) {
    await fixture.sql(`INSERT INTO pgboss.job (name, data, retry_limit, retry_delay)
      VALUES ('background', '${JSON.stringify(data)}', 100, 600)`)
  }
  const { ran, until } = record()
  await fixture.database.jobs.enqueue(orderJob(1))
  await using worker = testWorker({
    url: fixture.testDatabase.runtimeUrl,
    runJob: async (job) => void ran.push(job),
  })
  await until(1)
  await vi.waitFor(async () => {
    const left = await fixture.sql(`SELECT state::text FROM pgboss.job WHERE state <> 'completed'`)
    expect(left).toEqual([{ state: 'retry' }, { state: 'retry' }])
  }, patience)
  expect(ran).toEqual([orderJob(1)])
  expect(worker.errors).toMatchObject([{ error: { message: expect.stringContaining('does not know') }, job: null }])
})
