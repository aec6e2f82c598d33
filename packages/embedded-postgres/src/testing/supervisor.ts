import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pTimeout from 'p-timeout'
import type { PostgresBinaries } from '../server/binaries.ts'

/** Another process that runs a PostgreSQL server. */
export interface Supervisor extends AsyncDisposable {
  readonly pid: number
  readonly server: { readonly pid: number; readonly url: string; readonly uid: number }
  /** Sends SIGKILL, which leaves it no chance to stop its server. */
  kill(): Promise<void>
  /** Sends SIGINT to the whole process group, as Ctrl-C in a terminal does. */
  pressControlC(): void
}

export interface SupervisorOptions {
  readonly directory: string
  /** The uid to switch to; root only. */
  readonly uid?: number
  readonly binaries?: PostgresBinaries
}

const program = fileURLToPath(new URL('supervisor-program.ts', import.meta.url))

/** Starts the other process and waits until its server runs; disposing stops both in order. */
export async function startSupervisor({ directory, uid, binaries }: SupervisorOptions): Promise<Supervisor> {
  const args = [directory, String(uid ?? ''), ...(binaries === undefined ? [] : [binaries.directory, binaries.version])]
  const child = spawn(process.execPath, [program, ...args], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const exited = once(child, 'exit')
  const line = once(createInterface({ input: child.stdout }), 'line')
  const message = 'The supervisor did not start its server within 30 s.'
  const first = await pTimeout(Promise.race([line, exited]), { milliseconds: 30_000, message })
  const { pid } = child
  if (pid === undefined || typeof first[0] !== 'string') throw new Error(`The supervisor failed:\n${said.join('')}`)
  return {
    pid,
    server: parseServer(first[0]),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    pressControlC: () => process.kill(-pid, 'SIGINT'),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end()
      await pTimeout(exited, { milliseconds: 30_000, message: 'The supervisor did not stop within 30 s.' })
    },
  }
}

function parseServer(line: string): Supervisor['server'] {
  const value: unknown = JSON.parse(line)
  if (typeof value === 'object' && value !== null && 'pid' in value && 'url' in value && 'uid' in value) {
    return { pid: Number(value.pid), url: String(value.url), uid: Number(value.uid) }
  }
  throw new Error(`The supervisor said: ${line}`)
}
