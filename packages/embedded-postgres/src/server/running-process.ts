import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

export interface RunningProcess {
  /** When it started, in the system's own notation. Identifies the process together with the pid, which is reused. */
  readonly startedAt: string
  /** Its program and arguments. */
  readonly command: string
}

/** Returns the process with this pid, or null when there is none or it is a zombie. */
export function inspectProcess(pid: number): Promise<RunningProcess | null> {
  return process.platform === 'linux' ? inspectByProc(pid) : inspectByPs(pid)
}

async function inspectByProc(pid: number): Promise<RunningProcess | null> {
  try {
    const [status, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ])
    // proc(5): "pid (name) state ppid …"; the name may hold anything, and the start is field 22.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    const [state, startedAt] = [fields[0], fields[19]]
    if (startedAt === undefined || state === 'Z' || state === 'X') return null
    return { startedAt, command: command.replaceAll('\0', ' ').trim() }
  } catch {
    return null
  }
}

function inspectByPs(pid: number): Promise<RunningProcess | null> {
  const args = ['-ww', '-o', 'state=,lstart=,command=', '-p', String(pid)]
  return new Promise((resolve) => {
    execFile('/bin/ps', args, { timeout: 10_000, env: { LC_ALL: 'C' } }, (error, stdout) => {
      resolve(error === null ? parsePsLine(stdout) : null)
    })
  })
}

/** Reads a line such as `Ss Sun Nov 22 15:54:01 2026 /path/postgres -D …`, with the padding of ps on macOS. */
export function parsePsLine(line: string): RunningProcess | null {
  const match = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line.trim())
  const [, state, startedAt, command] = match ?? []
  if (startedAt === undefined || command === undefined || state?.startsWith('Z') === true) return null
  return { startedAt, command }
}
