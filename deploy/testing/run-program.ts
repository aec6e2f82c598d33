import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const listening = z.object({ msg: z.literal('listening'), listener: z.literal('internal'), address: z.string() })
const started = z.object({ msg: z.literal('started'), milliseconds: z.record(z.string(), z.number()) })

export interface ProgramOptions {
  readonly file: string
  readonly args?: readonly string[]
  readonly cwd: string
  /** Beside these the program has PATH, and no variable of the test run. */
  readonly variables?: NodeJS.ProcessEnv
  /** The id of the user to run as, which only root may choose; without it, the user of the test run. */
  readonly user?: number
}

/** How a program ended, and its output. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end. */
export async function runProgram({ file, args = [], cwd, variables = {} }: ProgramOptions): Promise<Run> {
  const env = { PATH: process.env['PATH'], ...variables }
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, stdout, stderr }
}

export interface RunningService extends AsyncDisposable {
  readonly address: string
  readonly pid: number
  /** Milliseconds from the start of the process until it listened. */
  readonly startMs: number
  /** Sends SIGTERM, and returns the exit code. */
  stop(): Promise<number | null>
}

/** Starts the service, and returns when it listens. Throws if it ends before. Disposing stops it. */
export async function startService(options: ProgramOptions): Promise<RunningService> {
  const { file, args = [], cwd, variables = {}, user } = options
  const env = { PATH: process.env['PATH'], ...variables }
  const identity = user === undefined ? {} : { uid: user, gid: user }
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'], ...identity })
  const exited = once(child, 'exit')
  const address = Promise.withResolvers<string>()
  const startMs = Promise.withResolvers<number>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const entry: unknown = JSON.parse(line)
    const listener = listening.safeParse(entry)
    if (listener.success) address.resolve(listener.data.address)
    const start = started.safeParse(entry)
    if (start.success) startMs.resolve(start.data.milliseconds['total'] ?? Number.NaN)
  })
  const early = exited.then(([code]: unknown[]) => {
    throw new Error(`the service ended with ${String(code)} before it listened`)
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
    return child.exitCode
  }
  return {
    address: await Promise.race([address.promise, early]),
    startMs: await Promise.race([startMs.promise, early]),
    pid: child.pid ?? 0,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}
