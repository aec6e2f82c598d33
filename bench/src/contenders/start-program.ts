import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

export interface ProgramOptions {
  readonly name: string
  /** The absolute path of its main file. */
  readonly file: string
  /** What Node is started with. */
  readonly nodeFlags?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** A folder for what it logs. */
  readonly logs: string
}

export interface RunningProgram extends AsyncDisposable {
  readonly name: string
  readonly address: string
  readonly pid: number
  /** From the start of the process until it listened, in milliseconds. */
  readonly listeningAfterMs: number
  /** What it has logged so far, a JSON object a line. */
  log(): string
}

const startTimeoutMs = 30_000
const stopTimeoutMs = 10_000
const listening = z.object({ address: z.string() })

/**
 * Starts a service in a process of its own and waits until it says where it listens. Its log goes to a file: nobody
 * else has work with it.
 */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram> {
  const { name, file, nodeFlags = [], environment, logs } = options
  const logFile = join(logs, `${name.replaceAll(/\W+/g, '-')}-${performance.now().toFixed(0)}.log`)
  const descriptor = openSync(logFile, 'w')
  const { PATH } = process.env
  const started = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, file], {
    env: { PATH, ...environment },
    stdio: ['ignore', descriptor, 'inherit'],
  })
  closeSync(descriptor)
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const exited = once(child, 'exit').finally(() => process.off('exit', killAtExit))
  const log = () => readFileSync(logFile, 'utf8')
  const stop = async () => {
    child.kill('SIGTERM')
    const killed = AbortSignal.timeout(stopTimeoutMs)
    killed.addEventListener('abort', () => child.kill('SIGKILL'))
    if (child.exitCode === null && child.signalCode === null) await exited
  }
  while (performance.now() - started < startTimeoutMs && child.exitCode === null) {
    const address = addressIn(log())
    if (address !== null && child.pid !== undefined) {
      const listeningAfterMs = performance.now() - started
      return { name, address, pid: child.pid, listeningAfterMs, log, [Symbol.asyncDispose]: stop }
    }
    await delay(5)
  }
  await stop()
  throw new Error(`${name} didn’t start:\n${log()}`)
}

function addressIn(log: string): string | null {
  for (const line of log.split('\n').slice(0, -1)) {
    const parsed = listening.safeParse(JSON.parse(line))
    if (parsed.success) return parsed.data.address
  }
  return null
}
