import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a running local profile is reached. `npm run studio` reads `adminUrl`. */
export interface Connection {
  readonly pid: number
  readonly address: string
  /** The database, with all rights. A secret: the file is its owner's alone. */
  readonly adminUrl: string
}

const deadlineMs = 2000

/** Tells other commands how to reach this profile; disposing takes that back. */
export async function publishConnection(folder: string, connection: Connection): Promise<AsyncDisposable> {
  const file = fileIn(folder)
  const draft = `${file}.${process.pid}`
  await mkdir(folder, { recursive: true })
  await rm(draft, { force: true })
  await writeFile(draft, JSON.stringify(connection), { mode: 0o600 })
  await rename(draft, file)
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

/** The profile of this folder that answers now, or null. A file that a killed profile left behind counts for nothing. */
export async function findRunning(folder: string): Promise<Pick<Connection, 'pid' | 'address'> | null> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => null)
  const known = text === null ? null : parse(text)
  if (known === null) return null
  try {
    const answer = await fetch(`${known.address}/livez`, { signal: AbortSignal.timeout(deadlineMs) })
    await answer.body?.cancel()
    return known
  } catch {
    return null
  }
}

function fileIn(folder: string): string {
  return join(folder, 'connection.json')
}

function parse(text: string): Pick<Connection, 'pid' | 'address'> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('address' in value)) return null
    const { pid, address } = value
    return typeof pid === 'number' && typeof address === 'string' ? { pid, address } : null
  } catch {
    return null
  }
}
