import { startServer } from '@orderport/server'
import { join } from 'node:path'
import { addLocalTenants } from './add-local-tenants.ts'
import { findRunning, publishConnection } from './connection-file.ts'
import { requireFreePort } from './free-port.ts'
import { startLocalDatabase } from './local-database.ts'
import { localConfig } from './local-settings.ts'
import { startLocalUpstream } from './local-upstream.ts'
import { asUserError, UserError } from './user-error.ts'

export interface LocalProfileOptions {
  /** Where the data is kept between starts. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Receives the database's log. */
  readonly log: (line: string) => void
  /** Ends the start early when it aborts. */
  readonly signal: AbortSignal
}

export interface LocalProfile extends AsyncDisposable {
  readonly address: string
  /** The simulated Amazon. */
  readonly amazonUrl: string
  readonly dataDirectory: string
  /** Fulfilled when the database is gone, for whatever reason. */
  readonly databaseExited: Promise<void>
}

/**
 * Starts PostgreSQL with its data, an Amazon, a Vault and the service. Disposing stops them in reverse order.
 * Throws a UserError when the person at the terminal has to do something, and the signal's reason once it aborts.
 */
export async function startLocalProfile(options: LocalProfileOptions): Promise<LocalProfile> {
  const { folder, environment, log, signal } = options
  const running = await findRunning(folder)
  if (running !== null) {
    const where = `at ${running.address} (process ${running.pid})`
    throw new UserError(
      `the local profile is already running ${where}; use that one, or stop it with Ctrl-C there first`,
    )
  }
  const { host, port } = localConfig(environment, { DATABASE_URL: 'postgresql://not-started-yet/' })
  await requireFreePort(host, port)

  await using cleanup = new AsyncDisposableStack()
  signal.throwIfAborted()
  const upstream = cleanup.use(await startLocalUpstream())
  signal.throwIfAborted()
  const database = cleanup.use(await startLocalDatabase(join(folder, 'postgres'), log))
  await addLocalTenants(database.superuserUrl)
  signal.throwIfAborted()
  const variables = { ...upstream.variables, DATABASE_URL: database.runtimeUrl }
  const config = localConfig(environment, variables)
  const server = await asUserError(startServer(config))
  cleanup.defer(() => server.stop())
  const { address } = server
  const connection = { pid: process.pid, address, adminUrl: database.superuserUrl, variables }
  cleanup.use(await publishConnection(folder, connection))
  const owned = cleanup.move()
  return {
    address,
    amazonUrl: upstream.amazonUrl,
    dataDirectory: database.dataDirectory,
    databaseExited: database.exited,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
