import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { dataDirectoryOf, locateCluster, type ClusterLocation } from './cluster-location.ts'
import { lockDirectory } from './directory-lock.ts'
import { initialiseData, superuser } from './initialise-data.ts'
import { PostmasterStartError, startPostmaster, type Postmaster } from './postmaster.ts'
import { findPostmaster, stopStalePostmaster } from './stale-postmaster.ts'

export interface StartPostgresOptions {
  /** Where the cluster lives; made on first use, and reused with its data afterwards. */
  readonly dataDirectory: string
  /** The port on 127.0.0.1. Default: a free one. */
  readonly port?: number
  /** Whether commits survive a crash of the machine. Default: true; false is faster. */
  readonly durable?: boolean
  /** Server settings that replace ours, or add to them. */
  readonly settings?: Readonly<Record<string, string>>
  /** Receives a line for whatever is worth knowing: where the data went, what the server says once it runs. */
  readonly log?: (line: string) => void
  /** PostgreSQL's programs. Default: those of this platform's npm package. */
  readonly binaries?: PostgresBinaries
}

/** A PostgreSQL server that this process started. */
export interface EmbeddedPostgres extends AsyncDisposable {
  readonly port: number
  readonly pid: number
  /** Where the cluster really is: see {@link locateCluster}. */
  readonly dataDirectory: string
  /** Fulfilled when the server is gone, for whatever reason; the directory can then be started again. */
  readonly exited: Promise<void>
  /** Returns the superuser's URL of a database. Default: `postgres`. */
  superuserUrl(database?: string): string
  /** Ends all sessions and shuts the server down. Does nothing when it is gone already. */
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL server in a directory, as an ordinary user or as root (PostgreSQL then runs as another user).
 * Stops a server that a killed supervisor left behind in this directory first.
 * Throws an Error that says what to do when the port is taken, the directory is in use, its data is of another major
 * version, or this platform has no binaries.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {})
  const binaries = options.binaries ?? findBinaries(process)
  const location = await locateCluster({ binaries, directory: options.dataDirectory, log })
  const lock = await lockDirectory(location.directory)
  try {
    await settlePredecessor(dataDirectoryOf(location.directory), lock.takenOver, log)
    const durable = options.durable ?? true
    const password = await initialiseData(location, durable)
    const { port, postmaster } = await startOnPort({
      location,
      durable,
      settings: options.settings ?? {},
      log,
      port: options.port,
    })
    const exited = postmaster.exited.then(() => lock.release())
    const stop = async (): Promise<void> => {
      await postmaster.stop()
      await exited
    }
    return {
      port,
      pid: postmaster.pid,
      dataDirectory: location.directory,
      exited,
      superuserUrl: (database = superuser) =>
        `postgresql://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Returns a port of 127.0.0.1 that nothing listened on a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return address.port
}

/** Stops a server whose supervisor is gone. Throws an Error for a server that was never ours. */
async function settlePredecessor(data: string, isOurs: boolean, log: (line: string) => void): Promise<void> {
  const pid = await findPostmaster(data)
  if (pid === null) return
  if (!isOurs) {
    throw new Error(`Another PostgreSQL (pid ${pid}) is running on ${data}. Stop it, or use another directory.`)
  }
  log(`Stopping the PostgreSQL (pid ${pid}) that a process which is gone left behind in ${data}.`)
  await stopStalePostmaster(pid, data)
}

/** Tries, 100 ms apart, while a killed server's backends hold its data or others take the free port. */
const attempts = 50

interface PortOptions {
  readonly location: ClusterLocation
  readonly durable: boolean
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
  readonly port: number | undefined
}

async function startOnPort(options: PortOptions): Promise<{ port: number; postmaster: Postmaster }> {
  const { location, durable, settings, log } = options
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort())
    try {
      const dataDirectory = dataDirectoryOf(location.directory)
      return { port, postmaster: await startPostmaster({ ...location, dataDirectory, port, durable, settings, log }) }
    } catch (error) {
      const { portTaken, transient } = diagnose(error)
      if (portTaken && options.port !== undefined) {
        const advice = 'Stop what listens there, or choose another port.'
        throw new Error(`Port ${port} on 127.0.0.1 is already in use. ${advice}`, { cause: error })
      }
      if (!transient || attempt >= attempts) throw error
      await delay(100)
    }
  }
}

function diagnose(error: unknown): { portTaken: boolean; transient: boolean } {
  const output = error instanceof PostmasterStartError ? error.output : ''
  const portTaken = output.includes('Address already in use')
  // Backends of a killed postmaster end by themselves, shortly after it.
  const stillLeaving = output.includes('pre-existing shared memory block')
  return { portTaken, transient: portTaken || stillLeaving }
}
