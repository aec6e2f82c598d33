import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, test, vi } from 'vitest'
import { databaseState } from '../../testing/database-state.ts'
import { deployedClone } from '../../testing/deployed-database.ts'
import { failureOf } from '../../testing/failure-of.ts'
import { openSession } from '../../testing/open-session.ts'
import { startStatementProxy, type Cut } from '../../testing/statement-proxy.ts'
import { migrate } from '../migrate.ts'

/** What a take-over that nobody interrupts makes of the clone; it has something of everything to do. */
async function undisturbed(): Promise<unknown> {
  await using database = await deployedClone()
  const { duplicatesMoved, rewritten } = await migrate({ adminUrl: database.ownerUrl })
  expect(Math.min(duplicatesMoved, rewritten.channels, rewritten.rawData)).toBeGreaterThan(1)
  return await databaseState(database)
}

/** Runs a migration that dies at the cut; false if it was over before it came to that. */
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

/** Cuts runs of databases of their own at every statement, four at a time; gives how many were cut. */
async function cutEverywhere(loses: Cut['loses'], check: (database: TestDatabase, at: number) => Promise<void>) {
  let next = 1
  let cuts = 0
  const lane = async (): Promise<void> => {
    for (;;) {
      const at = next
      next += 1
      await using database = await deployedClone()
      if (!(await dies(database, { at, loses }))) return
      cuts += 1
      await check(database, at)
    }
  }
  await Promise.all([lane(), lane(), lane(), lane()])
  return cuts
}

test.each(['statement', 'answer'] as const)(
  'a run killed anywhere, losing the %s, is finished by the next one, and the end is the same',
  { timeout: 240_000 },
  async (loses) => {
    const expected = await undisturbed()
    const cuts = await cutEverywhere(loses, async (database, at) => {
      await migrate({ adminUrl: database.ownerUrl })
      expect(await databaseState(database), `cut at statement ${at}`).toEqual(expected)
    })
    process.stdout.write(`A run was killed at each of its ${cuts} statements, losing the ${loses}.\n`)
    expect(cuts).toBeGreaterThan(60)
  },
)

test(
  'a take-over that dies again and again, one statement later each time, ends the same',
  { timeout: 120_000 },
  async () => {
    const expected = await undisturbed()
    await using database = await deployedClone()
    let deaths = 0
    while (await dies(database, { at: deaths + 1, loses: 'answer' })) deaths += 1
    expect(deaths).toBeGreaterThan(20)
    expect(await databaseState(database)).toEqual(expected)
  },
)

test('an index that was being made when the run was killed is removed and made again', async () => {
  const expected = await undisturbed()
  await using database = await deployedClone()
  // An old transaction that has nothing to do with the table: the index waits for it, and so for the kill.
  await using other = await openSession(database)
  await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1')
  const failing = failureOf(migrate({ adminUrl: database.ownerUrl }))
  await vi.waitFor(
    async () => {
      const killed = await database.superuserQuery(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index JOIN pg_locks USING (pid) WHERE NOT granted AND current_database() = datname`,
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
