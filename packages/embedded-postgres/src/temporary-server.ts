import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDirectoryOf } from './data-directory.ts'
import { findPostmaster, stopOrphan } from './orphan.ts'
import { inspectProcess } from './running-process.ts'
import { startPostgres } from './start-postgres.ts'

/** A server whose data goes when it is disposed. */
export interface TemporaryServer extends AsyncDisposable {
  readonly superuserUrl: string
}

/** The process that the directory belongs to is in its name. */
const directoryName = /^orderport-test-(\d+)-/

/** Starts a server on new data, after removing what killed processes left of theirs. */
export async function startTemporaryServer(): Promise<TemporaryServer> {
  await removeLeftovers()
  const directory = await mkdtemp(join(tmpdir(), `orderport-test-${process.pid}-`))
  const server = await startPostgres({ dataDirectory: directory, durable: false })
  return {
    superuserUrl: server.superuserUrl(),
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await rm(server.dataDirectory, { recursive: true, force: true })
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Stops the servers and removes the data of processes that are gone, if they were ours. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = directoryName.exec(name)?.[1]
    if (pid === undefined || (await inspectProcess(Number(pid))) !== null) continue
    const directory = join(tmpdir(), name)
    if (!(await isOurs(directory))) continue
    const orphan = await findPostmaster(dataDirectoryOf(directory))
    if (orphan !== null) await stopOrphan(orphan, dataDirectoryOf(directory))
    await rm(directory, { recursive: true, force: true })
  }
}

async function isOurs(directory: string): Promise<boolean> {
  const ourselves = process.getuid?.()
  const entry = await lstat(directory).catch(() => null)
  return entry !== null && (ourselves === 0 || entry.uid === ourselves)
}
