import { setTimeout as delay } from 'node:timers/promises'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { findFreePort } from './free-port.ts'
import { dataDirectoryOf } from './data-directory.ts'
import { initialiseData, superuser } from './initialise-data.ts'
import { findPostmaster, stopOrphan } from './orphan.ts'
import { placeCluster, type Placement } from './placement.ts'
import { PostmasterStartError, startPostmaster, type Postmaster } from './postmaster.ts'
import { claimDirectory, type SupervisorClaim } from './supervisor-claim.ts'

export interface StartPostgresOptions {
  /** Where the cluster lives; made on first use, and used again with its data afterwards. */
  readonly dataDirectory: string
  /** The port on 127.0.0.1; a free one when left out. */
  readonly port?: number
  /** Whether commits survive a crash of the machine. On unless set to false, which is faster. */
  readonly durable?: boolean
  /** Gets a line for whatever is worth knowing: where the data went, what the server says once it runs. */
  readonly log?: (line: string) => void
  /** PostgreSQL's programs; those of the npm package for this platform when left out. */
  readonly binaries?: PostgresBinaries
}

/** A PostgreSQL server of our own. */
export interface EmbeddedPostgres extends AsyncDisposable {
  readonly port: number
  readonly pid: number
  /** Where the cluster really is: see {@link placeCluster}. */
  readonly dataDirectory: string
  /** Fulfilled when the server is gone, for whatever reason; then the directory can be started again. */
  readonly exited: Promise<void>
  /** The superuser's URL of a database, `postgres` when left out. */
  superuserUrl(database?: string): string
  /** Ends all sessions and stops the server in order; stopping one that is gone does nothing. */
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL server in a directory, as an ordinary user or as root (then PostgreSQL runs as another user).
 * A server that a killed supervisor left behind in this directory is stopped first.
 * Throws an Error that says what to do when the port is taken, the directory is in use, its data is of another major
 * version, or this platform has no binaries.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {})
  const binaries = options.binaries ?? findBinaries(process)
  const placement = await placeCluster({ binaries, directory: options.dataDirectory, log })
  const claim = await claimDirectory(placement.directory)
  try {
    await settlePredecessor({ claim, placement, log })
    const durable = options.durable ?? true
    const password = await initialiseData(placement, durable)
    const { port, postmaster } = await startOnPort({ placement, durable, log, port: options.port })
    const exited = postmaster.exited.then(() => claim.release())
    const stop = async (): Promise<void> => {
      await postmaster.stop()
      await exited
    }
    return {
      port,
      pid: postmaster.pid,
      dataDirectory: placement.directory,
      exited,
      superuserUrl: (database = superuser) =>
        `postgresql://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await claim.release()
    throw error
  }
}

interface Predecessor {
  readonly claim: SupervisorClaim
  readonly placement: Placement
  readonly log: (line: string) => void
}

/** Stops a server whose supervisor is gone; refuses to touch one that was never ours. */
async function settlePredecessor({ claim, placement, log }: Predecessor): Promise<void> {
  const data = dataDirectoryOf(placement.directory)
  const pid = await findPostmaster(data)
  if (pid === null) return
  if (!claim.inherited) {
    throw new Error(`Another PostgreSQL (pid ${pid}) is running on ${data}. Stop it, or use another directory.`)
  }
  log(`Stopping the PostgreSQL (pid ${pid}) that a process which is gone left behind in ${data}.`)
  await stopOrphan(pid, data)
}

interface PortRequest {
  readonly placement: Placement
  readonly durable: boolean
  readonly log: (line: string) => void
  readonly port: number | undefined
}

/** How often, 100 ms apart, we try again while backends of a killed server hold its data or a free port was snatched. */
const attempts = 50

async function startOnPort(request: PortRequest): Promise<{ port: number; postmaster: Postmaster }> {
  const { placement, durable, log } = request
  for (let attempt = 1; ; attempt += 1) {
    const port = request.port ?? (await findFreePort())
    try {
      const dataDirectory = dataDirectoryOf(placement.directory)
      return { port, postmaster: await startPostmaster({ ...placement, dataDirectory, port, durable, log }) }
    } catch (error) {
      const { portTaken, transient } = diagnose(error)
      if (portTaken && request.port !== undefined) {
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
  // Backends whose postmaster was killed leave by themselves, shortly after.
  const stillLeaving = output.includes('pre-existing shared memory block')
  return { portTaken, transient: portTaken || stillLeaving }
}
