import type { Pool } from 'pg'
import { expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { createPool } from './pool.ts'

interface Fixture extends AsyncDisposable {
  readonly pool: Pool
}

async function poolOfOne(): Promise<Fixture> {
  const testDatabase = await migratedDatabase()
  const pool = createPool({
    url: testDatabase.runtimeUrl,
    poolSize: 1,
    statementTimeoutMs: 5000,
    connectTimeoutMs: 5000,
    onError: (error) => {
      // The database is dropped while the ended pool's connection may still be closing.
      if (!pool.ended) throw error
    },
  })
  return {
    pool,
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await testDatabase[Symbol.asyncDispose]()
    },
  }
}

async function backendOf(session: Pick<Pool, 'query'>): Promise<unknown> {
  const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid
}

it('a connection that is released with its transaction open is not reused', async () => {
  await using fixture = await poolOfOne()
  const client = await fixture.pool.connect()
  const backend = await backendOf(client)
  await client.query('BEGIN')
  client.release()
  expect(await backendOf(fixture.pool)).not.toBe(backend)
})

it('a connection that is released clean is reused', async () => {
  await using fixture = await poolOfOne()
  const backend = await backendOf(fixture.pool)
  expect(await backendOf(fixture.pool)).toBe(backend)
})
