import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { inspectProcess } from '../server/running-process.ts'
import { runStatements } from './superuser-connection.ts'
import { removeLeftovers, startTemporaryServer } from './temporary-server.ts'
import { startSupervisor } from '../testing/supervisor.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('a temporary server', () => {
  it('takes its data with it', async () => {
    await using temporary = await temporaryFolder()
    vi.stubEnv('TMPDIR', temporary.path)
    const server = await startTemporaryServer()
    expect(await runStatements(server.superuserUrl, ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
    expect(await readdir(temporary.path)).toHaveLength(1)
    await server[Symbol.asyncDispose]()
    expect(await readdir(temporary.path)).toEqual([])
  })

  it('of a killed process is stopped and removed later; those of living processes stay', async () => {
    await using temporary = await temporaryFolder()
    vi.stubEnv('TMPDIR', temporary.path)
    const [abandoned, living] = [`orderport-test-${await deadPid()}-a`, `orderport-test-${process.pid}-b`]
    await mkdir(join(temporary.path, living))
    const lost = await startSupervisor({ directory: join(temporary.path, abandoned) })
    await lost.kill()
    await removeLeftovers()
    expect(await inspectProcess(lost.server.pid)).toBeNull()
    expect(await readdir(temporary.path)).toEqual([living])
  })
})
