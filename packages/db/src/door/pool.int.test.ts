import type { Pool } from 'pg'
import { expect, test } from 'vitest'
import { createPool } from './pool.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'

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
      throw error
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

test('a connection that comes back with its transaction open is not given to anybody else', async () => {
  await using fixture = await poolOfOne()
  const client = await fixture.pool.connect()
  const backend = await backendOf(client)
  await client.query('BEGIN')
  client.release()
  expect(await backendOf(fixture.pool)).not.toBe(backend)
})

test('a connection that comes back clean is used again', async () => {
  await using fixture = await poolOfOne()
  const backend = await backendOf(fixture.pool)
  expect(await backendOf(fixture.pool)).toBe(backend)
})
