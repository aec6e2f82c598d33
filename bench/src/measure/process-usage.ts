import { readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second. */
const microsecondsInATick = 10_000

/** Returns the processor time that a process has used, in microseconds; null where the system has no `/proc`. */
export function cpuMicros(pid: number): number | null {
  const fields = statOf(pid)
  return fields === null ? null : (fields.user + fields.system) * microsecondsInATick
}

/** Returns the memory that a process holds, in megabytes of a million bytes; null where the system has no `/proc`. */
export function residentMegabytes(pid: number): number | null {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return kibibytes === undefined ? null : (Number(kibibytes) * 1024) / 1e6
}

/**
 * Returns the processor time of all processes of a PostgreSQL server, in microseconds, those included that have ended.
 * `backend` is the pid of one of its sessions. Null where the server isn't on this machine.
 */
export function serverCpuMicros(backend: number): number | null {
  const postmaster = statOf(backend)?.parent
  if (postmaster === undefined || !read(`/proc/${postmaster}/comm`)?.startsWith('postgres')) return null
  const children = read(`/proc/${postmaster}/task/${postmaster}/children`)?.trim().split(' ')
  const own = statOf(postmaster)
  if (children === undefined || own === null) return null
  const ended = (own.endedUser + own.endedSystem) * microsecondsInATick
  return children.reduce((sum, child) => sum + (cpuMicros(Number(child)) ?? 0), ended + (cpuMicros(postmaster) ?? 0))
}

function statOf(pid: number) {
  const text = read(`/proc/${pid}/stat`)
  if (text === null) return null
  // The second field is the program's name in parentheses, which may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const number = (position: number) => Number(fields[position])
  return { parent: number(1), user: number(11), system: number(12), endedUser: number(13), endedSystem: number(14) }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
