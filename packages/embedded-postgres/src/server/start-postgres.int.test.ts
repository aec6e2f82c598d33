import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStatements } from '../test-databases/superuser-connection.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { findFreePort, startPostgres } from './start-postgres.ts'

const durable = false

/** Initialised once: another start on the same data takes a fraction of the time. */
let place: Awaited<ReturnType<typeof temporaryFolder>>
let dataDirectory: string

beforeAll(async () => {
  place = await temporaryFolder()
  dataDirectory = join(place.path, 'a folder with spaces', 'pg')
})

afterAll(() => place[Symbol.asyncDispose]())

describe('an embedded PostgreSQL', () => {
  it('keeps its data and its password over a restart', async () => {
    const first = await startPostgres({ dataDirectory, durable })
    expect(first.dataDirectory).toBe(dataDirectory)
    await runStatements(first.superuserUrl(), ['CREATE TABLE kept AS SELECT 42 AS answer'])
    const madeAt = await readFile(join(first.dataDirectory, 'superuser-password'), 'utf8')
    await first.stop()
    await using second = await startPostgres({ dataDirectory, durable })
    expect(await runStatements(second.superuserUrl(), ['SELECT answer FROM kept'])).toEqual([{ answer: 42 }])
    expect(await readFile(join(second.dataDirectory, 'superuser-password'), 'utf8')).toBe(madeAt)
  })

  it('uses UTF-8 and UTC, and gives up durability only when told to', async () => {
    const ask = `SELECT current_setting('server_encoding') AS encoding, current_setting('timezone') AS zone,
      current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
      current_setting('full_page_writes') AS pages`
    const common = { encoding: 'UTF8', zone: 'UTC' }
    const safe = await startPostgres({ dataDirectory })
    expect(await runStatements(safe.superuserUrl(), [ask])).toEqual([
      { ...common, fsync: 'on', commit: 'on', pages: 'on' },
    ])
    await safe.stop()
    await using fast = await startPostgres({ dataDirectory, durable })
    expect(await runStatements(fast.superuserUrl(), [ask])).toEqual([
      { ...common, fsync: 'off', commit: 'off', pages: 'off' },
    ])
  })

  it('refuses a login without the password', async () => {
    await using server = await startPostgres({ dataDirectory, durable })
    const url = new URL(server.superuserUrl())
    url.password = 'guess'
    await expect(runStatements(url.href, ['SELECT 1'])).rejects.toThrow('password authentication failed')
  })

  it('listens on the given port, and names it when it is taken', async () => {
    const port = await findFreePort()
    const listener = createServer().listen(port, '127.0.0.1')
    await once(listener, 'listening')
    const options = { dataDirectory, durable, port }
    await expect(startPostgres(options)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already in use. Stop what listens there, or choose another port.`,
    )
    listener.close()
    await once(listener, 'close')
    await using server = await startPostgres(options)
    expect(server.port).toBe(port)
    expect(new URL(server.superuserUrl('other')).pathname).toBe('/other')
  })

  it('is reaped when it is killed, and starts again in the same directory with all that was committed', async () => {
    const killed = await startPostgres({ dataDirectory, durable: true })
    await runStatements(killed.superuserUrl(), ['CREATE TABLE committed AS SELECT 42 AS answer'])
    process.kill(killed.pid, 'SIGKILL')
    await killed.exited
    expect(() => process.kill(killed.pid, 0)).toThrow('ESRCH')
    await using again = await startPostgres({ dataDirectory, durable: true })
    expect(await runStatements(again.superuserUrl(), ['SELECT answer FROM committed'])).toEqual([{ answer: 42 }])
    await killed.stop()
    expect(await runStatements(again.superuserUrl(), ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
  })

  it('stops once, however often it is stopped', async () => {
    const server = await startPostgres({ dataDirectory, durable })
    await Promise.all([server.stop(), server.stop()])
    await server.stop()
    await expect(runStatements(server.superuserUrl(), ['SELECT 1'])).rejects.toThrow('ECONNREFUSED')
  })

  it('logs what happens while it runs, but not a requested stop', async () => {
    const lines: string[] = []
    const server = await startPostgres({ dataDirectory, durable, log: (line) => lines.push(line) })
    await expect(
      runStatements(server.superuserUrl(), ['SELECT pg_terminate_backend(pg_backend_pid())']),
    ).rejects.toThrow('terminating connection')
    await server.stop()
    expect(lines.join('\n')).toContain('FATAL:  terminating connection due to administrator command')
    expect(lines.join('\n')).not.toContain('shut')
  })

  it('starts over after an interrupted initialisation', async () => {
    await using place = await temporaryFolder()
    const dataDirectory = join(place.path, 'pg')
    await mkdir(join(dataDirectory, 'data.new', 'base'), { recursive: true })
    await using server = await startPostgres({ dataDirectory, durable })
    expect(await runStatements(server.superuserUrl(), ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
  })

  it('refuses data of another major version, and says which', async () => {
    await using place = await temporaryFolder()
    const data = join(place.path, 'pg', 'data')
    await mkdir(data, { recursive: true })
    await writeFile(join(data, 'PG_VERSION'), '9\n')
    await expect(startPostgres({ dataDirectory: join(place.path, 'pg') })).rejects.toThrow(
      /was made by PostgreSQL 9, and this is \d\d\./,
    )
  })

  it('refuses a directory whose data is something else', async () => {
    await using place = await temporaryFolder()
    await mkdir(join(place.path, 'data'))
    await expect(startPostgres({ dataDirectory: place.path })).rejects.toThrow('is not a PostgreSQL data directory')
  })
})
