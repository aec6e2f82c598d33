import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProfileVariables } from './local-settings.ts'

/** How a running local profile is reached. `npm run studio` reads `adminUrl`, the operators' commands the rest too. */
export interface Connection {
  readonly pid: number
  readonly address: string
  /** The database's URL with every right. A secret: only the file's owner can read it. */
  readonly adminUrl: string
  /** Lead the service to its database, its Vault and its Amazon. A secret too. */
  readonly variables: ProfileVariables
}

const deadlineMs = 2000

/** Writes the file by which other commands reach this profile; disposing removes it. */
export async function publishConnection(folder: string, connection: Connection): Promise<AsyncDisposable> {
  const file = fileIn(folder)
  const draft = `${file}.${process.pid}`
  await mkdir(folder, { recursive: true })
  await rm(draft, { force: true })
  await writeFile(draft, JSON.stringify(connection), { mode: 0o600 })
  await rename(draft, file)
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

/** Returns this folder's profile if it answers, else null. Ignores a file that a killed profile left behind. */
export async function findRunning(folder: string): Promise<Pick<Connection, 'pid' | 'address'> | null> {
  const text = await readFile(fileIn(folder), 'utf8').catch(() => null)
  const published = text === null ? null : parse(text)
  if (published === null) return null
  try {
    const answer = await fetch(`${published.address}/livez`, { signal: AbortSignal.timeout(deadlineMs) })
    await answer.body?.cancel()
    return published
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
