import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choosePostgresUser } from './postgres-user.ts'
import { inspectProcess } from './running-process.ts'
import { startPostgres } from './start-postgres.ts'
import { connect, runStatements } from '../test-databases/superuser-connection.ts'
import { startSupervisor } from '../testing/supervisor.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const durable = false

/** The tests' clusters run here one after the other; initialised once. */
let place: Awaited<ReturnType<typeof temporaryFolder>>

beforeAll(async () => {
  place = await temporaryFolder()
})

afterAll(() => place[Symbol.asyncDispose]())

describe('a directory in use', () => {
  it('is refused to a second start in the same process', async () => {
    await using first = await startPostgres({ dataDirectory: place.path, durable })
    await expect(startPostgres({ dataDirectory: place.path, durable })).rejects.toThrow(
      `PostgreSQL is already running in ${place.path} (pid ${first.pid}, started by process ${process.pid}).`,
    )
    expect(await runStatements(first.superuserUrl(), ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
  })

  it('is refused while another process runs a server there', async () => {
    await using other = await startSupervisor({ directory: place.path })
    await expect(startPostgres({ dataDirectory: place.path, durable })).rejects.toThrow(
      `already running in ${place.path} (pid ${other.server.pid}, started by process ${other.pid})`,
    )
  })

  it('goes to one of three that start at once', async () => {
    const starts = Array.from({ length: 3 }, () => startPostgres({ dataDirectory: place.path, durable }))
    const outcomes = await Promise.allSettled(starts)
    const started = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    await Promise.all(started.map((outcome) => outcome.value.stop()))
    expect(started).toHaveLength(1)
    expect(
      outcomes.filter((outcome) => String(outcome.status === 'rejected' && outcome.reason).includes('already running')),
    ).toHaveLength(2)
  })

  it('is refused when a server runs there that is not ours', async () => {
    await using foreign = await startPostgres({ dataDirectory: place.path, durable })
    await rm(join(place.path, 'supervisor.json'))
    await expect(startPostgres({ dataDirectory: place.path, durable })).rejects.toThrow(
      `Another PostgreSQL (pid ${foreign.pid}) is running`,
    )
    expect(await runStatements(foreign.superuserUrl(), ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
  })
})

describe('a server whose supervisor was killed', () => {
  it('is stopped by the next start, which finds all its data', async () => {
    const lost = await startSupervisor({ directory: place.path })
    await runStatements(lost.server.url, ['CREATE TABLE kept AS SELECT 42 AS answer'])
    await lost.kill()
    expect(await runStatements(lost.server.url, ['SELECT 1 AS orphaned'])).toEqual([{ orphaned: 1 }])
    const lines: string[] = []
    await using next = await startPostgres({ dataDirectory: place.path, durable, log: (line) => lines.push(line) })
    expect(lines[0]).toContain(`Stopping the PostgreSQL (pid ${lost.server.pid})`)
    expect(await runStatements(next.superuserUrl(), ['SELECT answer FROM kept'])).toEqual([{ answer: 42 }])
    expect(await inspectProcess(lost.server.pid)).toBeNull()
  })

  it('does not prevent a start when it was killed as well, even while a session was busy', async () => {
    const lost = await startSupervisor({ directory: place.path })
    const session = await connect(lost.server.url)
    const isBusy = once(session, 'notice')
    const busy = session.query("DO $$ BEGIN RAISE NOTICE 'busy'; PERFORM pg_sleep(600); END $$").catch(String)
    await isBusy
    await lost.kill()
    process.kill(lost.server.pid, 'SIGKILL')
    await using next = await startPostgres({ dataDirectory: place.path, durable })
    expect(await runStatements(next.superuserUrl(), ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
    expect(await busy).toContain('Connection terminated unexpectedly')
  })

  it('is distinguished from an unrelated process that now has its pid, as happens in containers', async () => {
    const first = await startPostgres({ dataDirectory: place.path, durable })
    await first.stop()
    const user = await choosePostgresUser(join(place.path, 'data'))
    const unrelated = spawn('sleep', ['600'], { ...user, cwd: '/', stdio: 'ignore' })
    await once(unrelated, 'spawn')
    await writeFile(join(place.path, 'data', 'postmaster.pid'), `${unrelated.pid}\n${place.path}/data\n`)
    await writeFile(join(place.path, 'supervisor.json'), JSON.stringify({ pid: unrelated.pid, startedAt: 'earlier' }))
    await using next = await startPostgres({ dataDirectory: place.path, durable })
    expect(await runStatements(next.superuserUrl(), ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
    expect(unrelated.exitCode).toBeNull()
    unrelated.kill('SIGKILL')
    await once(unrelated, 'exit')
    expect(unrelated.signalCode).toBe('SIGKILL')
  })
})

describe('Ctrl-C', () => {
  it('reaches the supervisor but not the server', async () => {
    await using supervisor = await startSupervisor({ directory: place.path })
    supervisor.pressControlC()
    expect(await runStatements(supervisor.server.url, ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
  })
})
