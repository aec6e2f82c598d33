import { createDatabase } from '@orderport/db'
import { migratedDatabase } from '@orderport/db/testing'
import { installedPgBouncer, startPgBouncer } from '@orderport/db/testing/pgbouncer'
import { describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { startServer } from '../start-server.ts'
import { createHealth } from './health.ts'

const program = await installedPgBouncer()
const forgotten = 'add ?pgbouncer=true to the URL'

describe.skipIf(program === null)('PgBouncer without ?pgbouncer=true in DATABASE_URL', () => {
  async function pooledDatabase(ignores: readonly string[]) {
    if (program === null) throw new Error('There is no PgBouncer.')
    await using cleanup = new AsyncDisposableStack()
    const database = cleanup.use(await migratedDatabase())
    const pooler = cleanup.use(await startPgBouncer({ program, url: database.runtimeUrl, sessions: 2, ignores }))
    const owned = cleanup.move()
    return { url: pooler.url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
  }

  it.each([
    ['refuses', []],
    ['drops', ['statement_timeout', 'idle_in_transaction_session_timeout']],
  ])('stops the start with one line that says what to add when it %s our settings', async (_what, ignores) => {
    await using pooled = await pooledDatabase(ignores)
    // On a busy machine the database may not answer in time for the start; the refusal follows then.
    await using cleanup = new AsyncDisposableStack()
    const config = loadConfig({ DATABASE_URL: pooled.url, PORT: '0', LOG_LEVEL: 'silent' })
    const refusal = startServer(config).then(({ stop, refused }) => {
      cleanup.defer(stop)
      return refused
    })
    await expect(refusal).rejects.toMatchObject({
      name: 'StartError',
      faults: [expect.stringMatching(/^DATABASE_URL: a connection pooler such as PgBouncer answers.*\?pgbouncer=true/)],
    })
  })

  it('is the reason in /readyz when a service meets it later', async () => {
    await using pooled = await pooledDatabase([])
    await using database = createDatabase({ url: pooled.url })
    const listeners = () => ({ internal: 'listening', public: 'off' }) as const
    const health = createHealth({ database, credentials: null, listeners }, false)
    await vi.waitFor(async () => {
      const expected = { ready: false, reasons: [expect.stringContaining(forgotten)] }
      expect(await health.readiness()).toEqual(expected)
    }, 30_000)
  })
})
