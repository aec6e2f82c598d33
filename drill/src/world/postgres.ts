import { readdirSync, readFileSync } from 'node:fs'
import { findFreePort, startPostgres, type EmbeddedPostgres } from '@orderport/embedded-postgres'

/** A PostgreSQL that can be killed and started again on its data and its port. Commits wait for the disk. */
export interface DrillPostgres extends AsyncDisposable {
  readonly port: number
  superuserUrl(database?: string): string
  /** Ends the server with SIGKILL, and waits until the last of its processes is gone. */
  kill(): Promise<void>
  /** Suspends or resumes the server and all its processes. */
  signalAll(name: 'SIGSTOP' | 'SIGCONT'): void
  /** Starts the server, unless it runs. */
  start(): Promise<void>
}

/** Starts PostgreSQL in a folder, on a free port that it keeps. */
export async function startDrillPostgres(
  dataDirectory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<DrillPostgres> {
  const port = await findFreePort()
  let server: EmbeddedPostgres | null = null

  async function start(): Promise<void> {
    if (server !== null) return
    const started = await startPostgres({ dataDirectory, port, durable: true, settings })
    server = started
    void forgetWhenGone(started)
  }

  async function forgetWhenGone(started: EmbeddedPostgres): Promise<void> {
    await started.exited
    if (server === started) server = null
  }

  await start()
  return {
    port,
    superuserUrl: (database) => {
      if (server === null) throw new Error('PostgreSQL is not running.')
      return server.superuserUrl(database)
    },
    async kill() {
      if (server === null) return
      const { pid, exited } = server
      process.kill(pid, 'SIGKILL')
      await exited
    },
    signalAll(name) {
      if (server === null) return
      for (const pid of [server.pid, ...childrenOf(server.pid)]) signalIfThere(pid, name)
    },
    start,
    [Symbol.asyncDispose]: async () => {
      await server?.stop()
    },
  }
}

/** Backends lead process groups of their own, so the server's group doesn't reach them. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid: string): number | null {
  try {
    // The name in parentheses may hold anything; the state and the parent's id follow it.
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?!.*\) )/)
    return Number(rest.split(' ')[1])
  } catch {
    return null
  }
}

function signalIfThere(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in between.
  }
}
