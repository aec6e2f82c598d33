import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import pTimeout from 'p-timeout'
import { explainUnstartable, programPath, type PostgresBinaries } from './binaries.ts'
import { programEnvironment, type PostgresUser } from './postgres-user.ts'

export interface PostmasterOptions {
  readonly binaries: PostgresBinaries
  readonly user: PostgresUser | null
  readonly dataDirectory: string
  readonly port: number
  readonly durable: boolean
  /** Server settings that replace ours, or add to them. */
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

/** A running server process, a child of ours. */
export interface Postmaster {
  readonly pid: number
  /** Fulfilled when the process and all its backends are gone and reaped, whoever ended them. */
  readonly exited: Promise<void>
  stop(): Promise<void>
}

/** Thrown when the server ended before it accepted connections; `output` is the last that it wrote. */
export class PostmasterStartError extends Error {
  readonly output: string
  constructor(output: string) {
    super(`PostgreSQL did not start:\n${output}`)
    this.name = 'PostmasterStartError'
    this.output = output
  }
}

/** A durable cluster may have to recover from a crash first. */
const startMs = 60_000
const fastShutdownMs = 20_000
const killMs = 5_000

/**
 * Starts the server and waits until it accepts connections on 127.0.0.1.
 * Throws {@link PostmasterStartError} when it ends instead.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const program = programPath(options.binaries, 'postgres')
  // In a process group of its own: Ctrl-C in a terminal reaches us alone, and we shut the server down.
  const child = spawn(program, serverArguments(options), {
    ...programEnvironment,
    ...options.user,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = closed(child)
  const pid = await spawned(child, program)
  const killAtExit = (): void => void child.kill('SIGINT')
  process.once('exit', killAtExit)
  const atExit = exited.then(() => process.off('exit', killAtExit))
  let stopping = false
  const postmaster = {
    pid,
    exited,
    stop: async () => {
      stopping = true
      await stop(child, exited)
      await atExit
    },
  }
  // A requested stop is no news.
  const log = (line: string): void => (stopping ? undefined : options.log(line))
  try {
    const message = `PostgreSQL was not ready within ${startMs} ms.`
    await pTimeout(ready(child, log), { milliseconds: startMs, message })
    return postmaster
  } catch (error) {
    await postmaster.stop()
    throw error
  }
}

function serverArguments(options: PostmasterOptions): string[] {
  const { dataDirectory, port, durable } = options
  const safe = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
  // Loses data when the machine crashes, which tests can afford.
  const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const settings = {
    ...(durable ? safe : fast),
    listen_addresses: '127.0.0.1',
    port: String(port),
    // TCP alone: a Unix socket's path may be no longer than about 100 bytes.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    io_method: 'sync',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '512MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Hides the errors of single statements, and shows the line that says that the server is ready.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...options.settings,
  }
  return ['-D', dataDirectory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Waits for `close`, not `exit`: the pipe ends with the last backend, and only then can the data be reused. */
function closed(child: ServerProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve())
  })
}

type ServerProcess = ChildProcessByStdio<null, null, Readable>

async function spawned(child: ServerProcess, program: string): Promise<number> {
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw explainUnstartable(program, error instanceof Error ? error : new Error(String(error)))
  }
  if (child.pid === undefined) throw new Error(`${program} has no pid.`)
  return child.pid
}

/** A standby accepts read-only connections. */
const readyLine = /database system is ready to accept (?:read-only )?connections$/

function ready(child: ServerProcess, log: (line: string) => void): Promise<void> {
  const startLines: string[] = []
  let accepting = false
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (accepting) {
        log(line)
        return
      }
      startLines.push(line)
      if (!readyLine.test(line)) return
      accepting = true
      resolve()
    })
    child.once('close', () => reject(new PostmasterStartError(startLines.slice(-20).join('\n'))))
  })
}

async function stop(child: ServerProcess, exited: Promise<void>): Promise<void> {
  for (const [signal, deadlineMs] of [['SIGINT', fastShutdownMs] as const, ['SIGKILL', killMs] as const]) {
    child.kill(signal)
    const ended = exited.then(() => true)
    if (await pTimeout(ended, { milliseconds: deadlineMs, fallback: () => false })) return
  }
  throw new Error(`PostgreSQL (pid ${child.pid}) can't be stopped.`)
}
