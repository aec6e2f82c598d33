import { startTcpProxy, type TcpProxy, type TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it, vi } from 'vitest'
import { administeredDatabase, lyon } from '../testing/administered-database.ts'
import { openSession } from '../testing/open-session.ts'
import { createAdministration, type Administration } from './administration.ts'

const camille = { tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }
/** The operator reads the first line of the cause. */
const away = { code: 'DATABASE_UNAVAILABLE', cause: { message: expect.stringMatching(/^[^\n]+$/) } }
const mine = `application_name = 'orderport administration' AND datname = current_database()`

interface Fixture extends AsyncDisposable {
  readonly database: TestDatabase
  readonly proxy: TcpProxy
  readonly administration: Administration
  /** Unlocks the members, which another session has locked. */
  readonly unlock: () => Promise<unknown>
}

/** Returns an administration behind a TCP proxy, and locks the members. */
async function lockedFixture(statementTimeoutMs: number): Promise<Fixture> {
  await using started = new AsyncDisposableStack()
  const { database } = started.use(await administeredDatabase())
  const url = new URL(database.ownerUrl)
  const proxy = started.use(await startTcpProxy({ targetHost: url.hostname, targetPort: Number(url.port) }))
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  const administration = started.use(
    createAdministration({ adminUrl: url.href, requestId: 'run-1', statementTimeoutMs, connectTimeoutMs: 2000 }),
  )
  const session = started.use(await openSession(database))
  await session.query('BEGIN; LOCK TABLE members IN ACCESS EXCLUSIVE MODE')
  const resources = started.move()
  return {
    database,
    proxy,
    administration,
    unlock: () => session.query('ROLLBACK'),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function untilWaiting(database: TestDatabase): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE ${mine} AND wait_event_type = 'Lock'`
  await vi.waitFor(async () => expect(await database.superuserQuery(waiting)).toHaveLength(1), { timeout: 10_000 })
}

describe.each([
  ['a query', ({ members }: Administration) => members.list(lyon)],
  ['a change', ({ members }: Administration) => members.add(camille, 'agent')],
])('%s of Prisma’s client', (_, call) => {
  it.each([
    ['its session is killed', async ({ database }) => void (await database.superuserQuery(killSql))],
    ['its connection is cut', async ({ proxy }) => proxy.cut()],
  ] satisfies [string, (fixture: Fixture) => Promise<void>][])(
    'fails when %s, and the next one works',
    async (__, disrupt) => {
      await using fixture = await lockedFixture(10_000)
      const disrupted = untilWaiting(fixture.database).then(() => disrupt(fixture))
      await expect(call(fixture.administration)).rejects.toMatchObject(away)
      await disrupted
      await fixture.unlock()
      expect(await fixture.administration.members.add(camille, 'agent')).toBe('added')
    },
  )

  it('fails when the server freezes, and the next one works', async () => {
    await using fixture = await lockedFixture(1000)
    await fixture.administration.audit.list({ tenantId: lyon, limit: 1 })
    fixture.proxy.freeze()
    await expect(call(fixture.administration)).rejects.toMatchObject(away)
    await fixture.unlock()
    await fixture.proxy.resume()
    expect(await fixture.administration.members.add(camille, 'agent')).toBe('added')
  })

  it('is refused when others keep the rows locked, and the next one works', async () => {
    await using fixture = await lockedFixture(400)
    await expect(call(fixture.administration)).rejects.toMatchObject({ fault: 'refused' })
    await fixture.unlock()
    expect(await fixture.administration.members.add(camille, 'agent')).toBe('added')
  })
})

it('any other failure is told in Postgres’s own words', async () => {
  await using fixture = await administeredDatabase()
  const { keys } = fixture.administration
  const key = { tenantId: lyon, id: 'k1', name: 'CRM', secretHash: Buffer.from('x'), scopes: [], expiresAt: null }
  await keys.create(key)
  await expect(keys.create(key)).rejects.toThrow(/^duplicate key value violates unique constraint "api_keys_pkey"$/)
})

const killSql = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${mine}`
