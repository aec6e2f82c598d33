import { migrate } from '@orderport/db'
import { startPostgres, type EmbeddedPostgres } from '@orderport/embedded-postgres'
import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { asUserError } from './user-error.ts'

const database = 'orderport'
const owner = 'orderport_local_owner'
const service = 'orderport_local_service'
const group = 'orderport_app'

export interface LocalDatabase extends AsyncDisposable {
  /** Logs in with a service's rights. */
  readonly runtimeUrl: string
  /** Logs in with every right, for Prisma Studio. */
  readonly superuserUrl: string
  /** Where the data really is; see `startPostgres`. */
  readonly dataDirectory: string
  /** Fulfilled when the server is gone, for whatever reason. */
  readonly exited: Promise<void>
}

/**
 * Starts the profile's own PostgreSQL, keeps the data of earlier runs, and migrates it.
 * The roles are as in production: one owns and migrates, another serves.
 */
export async function startLocalDatabase(directory: string, log: (line: string) => void): Promise<LocalDatabase> {
  await using cleanup = new AsyncDisposableStack()
  const postgres = cleanup.use(await asUserError(startPostgres({ dataDirectory: directory, log })))
  const passwords = { owner: newPassword(), service: newPassword() }
  await runAsSuperuser(postgres, async (client) => {
    await ensureRole(client, owner, `CREATEROLE PASSWORD '${passwords.owner}'`)
    await ensureRole(client, service, `PASSWORD '${passwords.service}'`)
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${owner}`)
  })
  await asUserError(migrate({ adminUrl: login(postgres, owner, passwords.owner), log }))
  await runAsSuperuser(postgres, (client) => client.query(`GRANT ${group} TO ${service}`))
  const owned = cleanup.move()
  return {
    runtimeUrl: login(postgres, service, passwords.service),
    superuserUrl: postgres.superuserUrl(database),
    dataDirectory: postgres.dataDirectory,
    exited: postgres.exited,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Passwords are new at every start and kept nowhere. Hexadecimal needs no escaping in SQL or a URL. */
function newPassword(): string {
  return randomBytes(16).toString('hex')
}

async function ensureRole(client: Client, name: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name])
  await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN ${attributes}`)
}

async function runAsSuperuser(postgres: EmbeddedPostgres, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({
    connectionString: postgres.superuserUrl(),
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function login(postgres: EmbeddedPostgres, role: string, password: string): string {
  const url = new URL(postgres.superuserUrl(database))
  url.username = role
  url.password = password
  return url.href
}
