import { describe, expect, it } from 'vitest'
import { importFixture, importId, later, referenceOf, referencesImport, start } from '../testing/import-fixture.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const [one, two, three] = [referenceOf(1), referenceOf(2), referenceOf(3)] as const
const job = { kind: 'import', tenantId: tenantA, importId }

describe('an import of references', () => {
  it('is stored with an item for each reference, and its job', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    const created = await imports.create(tenantA, referencesImport([two, one, two]))
    expect(created).toEqual({
      id: importId,
      channel: 'amazon',
      kind: 'references',
      requestedBy: 'agent@example.com',
      since: null,
      until: null,
      state: 'queued',
      total: 2,
      stored: 0,
      unchanged: 0,
      failed: 0,
      error: null,
      nextAttemptAt: null,
      createdAt: start,
      startedAt: null,
      finishedAt: null,
      version: 1,
    })
    expect(await imports.get(tenantA, importId)).toEqual(created)
    expect(await imports.get(tenantB, importId)).toBeNull()
    const { items } = await imports.items(tenantA, importId, { limit: 10 })
    expect(items).toEqual(
      [one, two].map((externalOrderId) => ({
        externalOrderId,
        state: 'queued',
        attempts: 0,
        error: null,
        nextAttemptAt: null,
      })),
    )
    expect(await fixture.jobs()).toMatchObject([{ data: job }])
  })

  it('is not stored without its job, and its job not without it', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    await imports.create(tenantA, referencesImport([one]))
    await fixture.sql('DELETE FROM pgboss.job')
    await expect(imports.create(tenantA, referencesImport([two]))).rejects.toThrow(/duplicate key/)
    expect(await fixture.jobs()).toEqual([])
    await fixture.sql('ALTER TABLE pgboss.job_common ADD CONSTRAINT broken CHECK (false) NOT VALID')
    await expect(imports.create(tenantA, referencesImport([two], { id: 'imp-2' }))).rejects.toThrow(/broken/)
    expect(await imports.get(tenantA, 'imp-2')).toBeNull()
    expect(await fixture.sql(`SELECT FROM import_items WHERE import_id = 'imp-2'`)).toEqual([])
  })

  it('counts each item once, whoever finishes it again', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    await imports.create(tenantA, referencesImport([one, two, three]))
    const begun = await imports.begin(tenantA, importId, later)
    expect(begun).toMatchObject({ state: 'running', startedAt: later, version: 2 })
    expect(await imports.begin(tenantA, importId, start)).toEqual(begun)
    const outcomes = ['stored', 'unchanged', 'stored'] as const
    await Promise.all(
      Array.from({ length: 4 }, () =>
        [one, two, three].map((reference, index) =>
          imports.finishItem(tenantA, importId, reference, { state: outcomes[index] ?? 'stored' }, later),
        ),
      ).flat(),
    )
    const late = { state: 'failed', error: 'UPSTREAM_TIMEOUT' } as const
    const counted = { stored: 2, unchanged: 1, failed: 0, version: 5 }
    expect(await imports.finishItem(tenantA, importId, one, late, later)).toMatchObject(counted)
    expect(await imports.finish(tenantA, importId, { state: 'done', error: null }, later)).toMatchObject({
      ...counted,
      state: 'done',
      finishedAt: later,
      version: 6,
    })
  })

  it('tries an item again when it is due, those that wait longest first', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    await imports.create(tenantA, referencesImport([one, two, three]))
    const error = 'UPSTREAM_TIMEOUT'
    const again = (nextAttemptAt: string) => ({ state: 'queued', error, nextAttemptAt }) as const
    await imports.finishItem(tenantA, importId, one, again('2026-02-06T10:00:00.000Z'), start)
    await imports.finishItem(tenantA, importId, two, again('2026-02-06T09:30:00.000Z'), start)
    const dueAt = async (now: string) => {
      const due = await imports.dueItems(tenantA, importId, now, 10)
      return due.map(({ externalOrderId }) => externalOrderId)
    }
    expect(await dueAt('2026-02-06T09:29:59.999Z')).toEqual([three])
    expect(await dueAt('2026-02-06T09:30:00.000Z')).toEqual([three, two])
    expect(await dueAt('2026-02-06T11:00:00.000Z')).toEqual([three, two, one])
    expect(await imports.dueItems(tenantA, importId, later, 1)).toMatchObject([{ externalOrderId: three, attempts: 0 }])
    const failed = await imports.finishItem(tenantA, importId, two, { state: 'failed', error }, later)
    expect(failed).toMatchObject({ failed: 1, stored: 0 })
    const { items } = await imports.items(tenantA, importId, { state: 'failed', limit: 10 })
    expect(items).toEqual([{ externalOrderId: two, state: 'failed', attempts: 2, error, nextAttemptAt: null }])
  })

  it('waits with a reason and a job for later, and goes on when it begins', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    await imports.create(tenantA, referencesImport([one]))
    await fixture.sql('DELETE FROM pgboss.job')
    await imports.begin(tenantA, importId, start)
    await imports.continueAt(tenantA, importId, { at: later, error: null }, start)
    expect(await imports.get(tenantA, importId)).toMatchObject({ state: 'running', nextAttemptAt: null, version: 2 })
    expect(await fixture.jobs()).toEqual([{ data: job, startAfter: later }])
    await imports.continueAt(tenantA, importId, { at: '2026-02-06T09:10:00.000Z', error: 'RATE_LIMITED' }, start)
    const waiting = { state: 'waiting', error: 'RATE_LIMITED', nextAttemptAt: '2026-02-06T09:10:00.000Z', version: 3 }
    expect(await imports.get(tenantA, importId)).toMatchObject(waiting)
    // The job that was there already comes earlier, and stays.
    expect(await fixture.jobs()).toEqual([{ data: job, startAfter: later }])
    const begun = { state: 'running', error: null, nextAttemptAt: null, version: 4 }
    expect(await imports.begin(tenantA, importId, later)).toMatchObject(begun)
  })

  it('is cancelled with what is left of it, and nothing starts it again', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    await imports.create(tenantA, referencesImport([one, two]))
    await imports.finishItem(tenantA, importId, one, { state: 'stored' }, start)
    const cancelled = await imports.cancel(tenantA, importId, later)
    expect(cancelled).toMatchObject({ state: 'cancelled', finishedAt: later, stored: 1, total: 2 })
    await fixture.sql('DELETE FROM pgboss.job')
    await imports.continueAt(tenantA, importId, { at: later, error: 'RATE_LIMITED' }, later)
    const after = [
      imports.cancel(tenantA, importId, start),
      imports.begin(tenantA, importId, later),
      imports.finishItem(tenantA, importId, two, { state: 'stored' }, later),
      imports.finish(tenantA, importId, { state: 'done', error: null }, later),
      imports.retryFailed(tenantA, importId, later),
      imports.get(tenantA, importId),
    ]
    for (const found of await Promise.all(after)) expect(found).toEqual(cancelled)
    expect(await fixture.jobs()).toEqual([])
    expect(await imports.dueItems(tenantA, importId, later, 10)).toEqual([])
    expect(await imports.cancel(tenantA, 'imp-none', later)).toBeNull()
  })

  it('whose id no text of the database can be is neither cancelled nor tried again', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    expect(await imports.cancel(tenantA, '\u0000', later)).toBeNull()
    expect(await imports.retryFailed(tenantA, '\ud800', later)).toBeNull()
  })

  it('queues its failed items again, with a job', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    await imports.create(tenantA, referencesImport([one, two]))
    await imports.finishItem(tenantA, importId, one, { state: 'stored' }, start)
    await imports.finishItem(tenantA, importId, two, { state: 'failed', error: 'UPSTREAM_TIMEOUT' }, start)
    const done = await imports.finish(tenantA, importId, { state: 'done', error: null }, start)
    expect(done).toMatchObject({ state: 'done', stored: 1, failed: 1 })
    await fixture.sql('DELETE FROM pgboss.job')
    const again = await imports.retryFailed(tenantA, importId, later)
    expect(again).toMatchObject({ state: 'queued', stored: 1, failed: 0, finishedAt: null, total: 2 })
    expect(await fixture.jobs()).toMatchObject([{ data: job }])
    const untried = { externalOrderId: two, attempts: 0, error: null }
    expect(await imports.dueItems(tenantA, importId, later, 10)).toMatchObject([untried])
    // It isn't done as long as an item is queued, whatever a worker found before.
    expect(await imports.finish(tenantA, importId, { state: 'done', error: null }, later)).toEqual(again)
    await imports.finishItem(tenantA, importId, two, { state: 'stored' }, later)
    const ended = await imports.finish(tenantA, importId, { state: 'done', error: null }, later)
    expect(ended).toMatchObject({ state: 'done', stored: 2, failed: 0 })
    expect(await imports.retryFailed(tenantA, importId, later)).toEqual(ended)
    expect(await imports.retryFailed(tenantA, 'imp-none', later)).toBeNull()
  })
})

describe('the lists', () => {
  it('page through imports from the newest on, and through items by reference', async () => {
    await using fixture = await importFixture()
    const { imports } = fixture.database
    const ids = ['imp-a', 'imp-b', 'imp-c']
    for (const id of ids) await imports.create(tenantA, referencesImport([one, two, three], { id }))
    await imports.create(tenantB, referencesImport([one], { id: 'imp-d' }))
    const first = await imports.list(tenantA, { limit: 2 })
    expect(first.imports.map(({ id }) => id)).toEqual(['imp-c', 'imp-b'])
    const last = await imports.list(tenantA, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(last).toMatchObject({ imports: [{ id: 'imp-a' }], nextCursor: null })
    const some = await imports.items(tenantA, 'imp-a', { limit: 2, state: 'queued' })
    const others = await imports.items(tenantA, 'imp-a', { limit: 2, cursor: some.nextCursor ?? '' })
    const references = [...some.items, ...others.items].map(({ externalOrderId }) => externalOrderId)
    expect(references).toEqual([one, two, three])
    expect(others.nextCursor).toBeNull()
    const invalid = { code: 'INVALID_REQUEST', field: 'cursor' }
    await expect(imports.list(tenantA, { limit: 2, cursor: '?' })).rejects.toMatchObject(invalid)
    await expect(imports.items(tenantA, 'imp-a', { limit: 2, cursor: '' })).rejects.toMatchObject(invalid)
  })
})

it('the items of an import that ended more than 30 days ago are deleted; its counts stay', async () => {
  await using fixture = await importFixture()
  const { imports } = fixture.database
  const itemsOf = async (id: string) => (await imports.items(tenantA, id, { limit: 10 })).items.length
  await imports.create(tenantA, referencesImport([one, two], { id: 'imp-old' }))
  await imports.create(tenantA, referencesImport([one], { id: 'imp-running' }))
  for (const reference of [one, two]) {
    await imports.finishItem(tenantA, 'imp-old', reference, { state: 'stored' }, start)
  }
  const old = await imports.finish(tenantA, 'imp-old', { state: 'done', error: null }, start)
  await imports.create(tenantA, referencesImport([one], { id: 'imp-2', now: '2026-03-08T08:59:59.000Z' }))
  expect(await itemsOf('imp-old')).toBe(2)
  await imports.create(tenantA, referencesImport([one], { id: 'imp-3', now: '2026-03-08T09:00:01.000Z' }))
  expect(await itemsOf('imp-old')).toBe(0)
  expect(await imports.get(tenantA, 'imp-old')).toEqual(old)
  expect(await itemsOf('imp-running')).toBe(1)
})
