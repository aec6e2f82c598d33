import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { PostgresBinaries } from '../binaries.ts'
import { withDeadline } from '../deadline.ts'

/** Another process that runs a PostgreSQL server. */
export interface Supervisor extends AsyncDisposable {
  readonly pid: number
  readonly server: { readonly pid: number; readonly url: string; readonly uid: number }
  /** SIGKILL: it has no chance to stop its server. */
  kill(): Promise<void>
  /** What Ctrl-C in a terminal does: SIGINT to the whole process group. */
  pressControlC(): void
}

export interface SupervisorOptions {
  readonly directory: string
  /** The user to become; root only. */
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
  const first = await withDeadline(Promise.race([line, exited]), 30_000, 'The supervisor did not start its server')
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
      await withDeadline(exited, 30_000, 'The supervisor did not stop')
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
