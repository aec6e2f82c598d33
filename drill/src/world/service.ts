import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { z } from 'zod'

/** A release of the service: how it is started, and how it migrates its database. */
export interface Release {
  readonly name: string
  /** A shell command whose process is the service itself. */
  readonly serve: string
}

export interface ServiceOptions {
  readonly environment: Readonly<Record<string, string>>
  readonly port: number
  /** A folder for what it logs. */
  readonly logs: string
}

/** One process of the service. It is started again when it ends by itself, as systemd and Kubernetes do. */
export interface Service extends AsyncDisposable {
  readonly port: number
  /** The errors that its processes have logged, a JSON object each, and what they printed when they couldn't start. */
  errors(): readonly string[]
  /** The process that is running now. */
  pid(): number | undefined
  signal(name: NodeJS.Signals): void
  /** Stops it with SIGTERM, waits for its end, and starts another release in its place. Returns the exit code. */
  replace(release: Release): Promise<number | null>
}

const root = join(import.meta.dirname, '../../..')
const flagsSchema = z.array(z.string())

/** Returns the release in a checkout that is set up; by default this one. */
export function releaseIn(folder = root, name = 'this code'): Release {
  const server = join(folder, 'apps/server')
  const flagsFile = join(server, 'node-flags.json')
  const flags = existsSync(flagsFile) ? flagsSchema.parse(JSON.parse(readFileSync(flagsFile, 'utf8'))) : []
  return { name, serve: [process.execPath, ...flags, join(server, 'src/main.ts')].map(quoted).join(' ') }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

export function startService(release: Release, { environment, port, logs }: ServiceOptions): Service {
  const logFile = join(logs, `service-${port}.log`)
  let current = release
  let isWanted = true
  let child = run()
  const killAtExit = (): void => void child.kill('SIGKILL')
  process.once('exit', killAtExit)

  function run(): ChildProcess {
    const log = openSync(logFile, 'a')
    const { NODE_COMPILE_CACHE } = process.env
    // A program that looks for Node.js finds the one that runs the drill.
    const PATH = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
    const started = spawn('/bin/sh', ['-c', `exec ${current.serve}`], {
      env: { PATH, NODE_COMPILE_CACHE, ...environment, PORT: String(port) },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    started.once('exit', () => {
      if (isWanted && started === child) child = run()
    })
    return started
  }

  /** Ends the process, and returns its exit code; null when a signal ended it. */
  async function end(signal: 'SIGTERM' | 'SIGINT'): Promise<number | null> {
    const ending = child
    isWanted = false
    if (ending.exitCode === null && ending.signalCode === null) {
      const exited = once(ending, 'exit')
      ending.kill('SIGCONT')
      ending.kill(signal)
      await exited
    }
    return ending.exitCode
  }

  return {
    port,
    errors: () =>
      readFileSync(logFile, 'utf8')
        .split('\n')
        .filter((line) => /^(?:[^{]|\{"level":"(?:error|fatal)")/.test(line)),
    pid: () => child.pid,
    signal: (name) => void child.kill(name),
    async replace(next) {
      const code = await end('SIGTERM')
      current = next
      isWanted = true
      child = run()
      return code
    },
    [Symbol.asyncDispose]: async () => {
      // No load balancer has to notice.
      await end('SIGINT')
      process.off('exit', killAtExit)
    },
  }
}
