import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { openSession } from '../testing/open-session.ts'
import { databaseState } from './testing/database-state.ts'
import { legacyClone } from './testing/legacy-database.ts'
import { startStatementProxy, type Cut } from './testing/statement-proxy.ts'

/** Returns the state after a take-over without interruption. The clone has work for each of its steps. */
async function undisturbed(): Promise<unknown> {
  await using database = await legacyClone()
  const { duplicatesMoved, rewritten } = await migrate({ adminUrl: database.ownerUrl })
  expect(Math.min(duplicatesMoved, ...Object.values(rewritten))).toBeGreaterThan(1)
  return await databaseState(database)
}

/** Runs a migration that dies at the cut. Returns false if it ended before the cut. */
async function dies(database: TestDatabase, cut: Cut): Promise<boolean> {
  const url = new URL(database.ownerUrl)
  await using proxy = await startStatementProxy(Number(url.port), cut)
  url.port = String(proxy.port)
  const run = migrate({ adminUrl: url.href })
  const ended = await run.then(
    () => true,
    () => false,
  )
  const reached = proxy.count() >= cut.at
  if (!reached) await run
  expect(ended).toBe(!reached)
  return reached
}

/** Cuts one run at each of its statements, each on its own database, four at a time. Returns the number of cuts. */
async function cutEverywhere(loses: Cut['loses'], check: (database: TestDatabase, at: number) => Promise<void>) {
  let next = 1
  let cuts = 0
  const lane = async (): Promise<void> => {
    for (;;) {
      const at = next
      next += 1
      await using database = await legacyClone()
      if (!(await dies(database, { at, loses }))) return
      cuts += 1
      await check(database, at)
    }
  }
  await Promise.all([lane(), lane(), lane(), lane()])
  return cuts
}

it.each(['statement', 'answer'] as const)(
  'a run killed anywhere, losing the %s, is finished by the next one with the same result',
  { timeout: 480_000 },
  async (loses) => {
    const expected = await undisturbed()
    const cuts = await cutEverywhere(loses, async (database, at) => {
      await migrate({ adminUrl: database.ownerUrl })
      expect(await databaseState(database), `cut at statement ${at}`).toEqual(expected)
    })
    expect(cuts).toBeGreaterThan(60)
  },
)

it(
  'a take-over that dies again and again, one statement later each time, has the same result',
  { timeout: 120_000 },
  async () => {
    const expected = await undisturbed()
    await using database = await legacyClone()
    let deaths = 0
    while (await dies(database, { at: deaths + 1, loses: 'answer' })) deaths += 1
    expect(deaths).toBeGreaterThan(20)
    expect(await databaseState(database)).toEqual(expected)
  },
)

it('an index that was being made when the run was killed is dropped and made again', async () => {
  const expected = await undisturbed()
  await using database = await legacyClone()
  // An old transaction that does not use the table: the index waits for it, which gives the time to kill the run.
  await using other = await openSession(database)
  await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1')
  const failing = expectFailure(migrate({ adminUrl: database.ownerUrl }))
  await vi.waitFor(
    async () => {
      const killed = await database.superuserQuery(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index JOIN pg_locks USING (pid)
         WHERE NOT granted AND current_database() = datname`,
      )
      expect(killed).toHaveLength(1)
    },
    { timeout: 20_000 },
  )
  expect(await failing).toMatchObject({ message: expect.stringContaining('run migrate again, it goes on from there') })
  await other.query('COMMIT')
  expect(
    await database.superuserQuery('SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid'),
  ).toEqual([{ name: 'orders_tenant_id_external_order_id_channel_key' }])
  await migrate({ adminUrl: database.ownerUrl })
  expect(await databaseState(database)).toEqual(expected)
})
