import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'

const program = join(import.meta.dirname, 'testing/main-in-folder.ts')

interface RunningProgram extends AsyncDisposable {
  readonly child: ChildProcess
  readonly postmaster: number
}

/** Starts the program as `npm start` does, and waits for its last line. */
async function runProgram(folder: string): Promise<RunningProgram> {
  const child = spawn(process.execPath, [program, folder], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (child.stdout === null) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) if (line.includes('npm run studio')) break
  const pidFile = await readFile(join(folder, 'local/postgres/data/postmaster.pid'), 'utf8')
  const dispose = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  return { child, postmaster: Number.parseInt(pidFile, 10), [Symbol.asyncDispose]: dispose }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the program behind npm start', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'stops everything on %s, even twice, with exit code 0',
    async (signal) => {
      await using folder = await temporaryFolder()
      await using running = await runProgram(folder.path)
      expect(isAlive(running.postmaster)).toBe(true)
      const exited = once(running.child, 'exit')
      running.child.kill(signal)
      running.child.kill(signal)
      expect(await exited).toEqual([0, null])
      expect(isAlive(running.postmaster)).toBe(false)
    },
  )

  it('stops everything when its parent process is gone', async () => {
    await using folder = await temporaryFolder()
    await using running = await runProgram(folder.path)
    const exited = once(running.child, 'exit')
    running.child.disconnect()
    expect(await exited).toEqual([0, null])
    expect(isAlive(running.postmaster)).toBe(false)
  })

  it('starts again after it was killed, and takes over from the database left behind', async () => {
    await using folder = await temporaryFolder()
    await using killed = await runProgram(folder.path)
    const exited = once(killed.child, 'exit')
    killed.child.kill('SIGKILL')
    await exited
    expect(isAlive(killed.postmaster)).toBe(true)
    await using next = await runProgram(folder.path)
    // A folder has one postmaster at a time: a new one means that the old one is gone.
    expect(next.postmaster).not.toBe(killed.postmaster)
    expect(isAlive(next.postmaster)).toBe(true)
  })

  it('ends with exit code 1 when its database is killed', async () => {
    await using folder = await temporaryFolder()
    await using running = await runProgram(folder.path)
    const exited = once(running.child, 'exit')
    process.kill(running.postmaster, 'SIGKILL')
    expect(await exited).toEqual([1, null])
  })
})
