import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** PostgreSQL's data directory proper, within a cluster's directory. */
export function dataDirectoryOf(directory: string): string {
  return join(directory, 'data')
}

/** The pid in the lock file of a data directory, whether or not that process lives; null without a lock file. */
export async function readPostmasterPid(dataDirectory: string): Promise<number | null> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => null)
  const pid = Number.parseInt(text ?? '', 10)
  return Number.isInteger(pid) ? pid : null
}
