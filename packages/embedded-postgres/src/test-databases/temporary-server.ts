import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDirectoryOf } from '../server/cluster-location.ts'
import { inspectProcess } from '../server/running-process.ts'
import { findPostmaster, stopStalePostmaster } from '../server/stale-postmaster.ts'
import { startPostgres } from '../server/start-postgres.ts'

/** A server that takes its data with it when it is disposed. */
export interface TemporaryServer extends AsyncDisposable {
  readonly superuserUrl: string
}

/** The directory's name holds the pid of the process that it belongs to. */
const directoryName = /^orderport-test-(\d+)-/

/** Removes what killed processes left behind in the folder, then starts a server on new data there. */
export async function startTemporaryServer(folder = tmpdir()): Promise<TemporaryServer> {
  await removeLeftovers(folder)
  const directory = await mkdtemp(join(folder, `orderport-test-${process.pid}-`))
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

/** Stops the servers of processes that are gone, and removes their data, where they were this user's. */
export async function removeLeftovers(folder = tmpdir()): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = directoryName.exec(name)?.[1]
    if (pid === undefined || (await inspectProcess(Number(pid))) !== null) continue
    const directory = join(folder, name)
    if (!(await isOurs(directory))) continue
    const postmaster = await findPostmaster(dataDirectoryOf(directory))
    if (postmaster !== null) await stopStalePostmaster(postmaster, dataDirectoryOf(directory))
    await rm(directory, { recursive: true, force: true })
  }
}

async function isOurs(directory: string): Promise<boolean> {
  const ourselves = process.getuid?.()
  const entry = await lstat(directory).catch(() => null)
  return entry !== null && (ourselves === 0 || entry.uid === ourselves)
}
