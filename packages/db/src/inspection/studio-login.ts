import { randomBytes } from 'node:crypto'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { AdministrationError } from '../administration/administration-error.ts'
import { sqlState, sqlStates } from '../database-error.ts'
import { studioRole } from '../database-roles.ts'

/** A login for one run of Studio. Disposing drops it. */
export interface StudioLogin extends AsyncDisposable {
  readonly url: string
}

const prefix = `${studioRole}_`

/** A login that a killed Studio left behind is of no use after this time. The next run drops it. */
const validFor = '12 hours'

/**
 * Makes a login that owns nothing, and that may become the role for inspection and no other. Throws AdministrationError
 * where the administrator's login may not make it.
 */
export async function makeStudioLogin(adminUrl: string): Promise<StudioLogin> {
  const name = `${prefix}${randomBytes(8).toString('hex')}`
  const password = randomBytes(24).toString('hex')
  await asAdministrator(adminUrl, async (client) => {
    await requireStudioRole(client)
    await dropExpired(client)
    await client.query(await statementsFor(client, name, password)).catch((error: unknown) => {
      throw sqlState(error) === sqlStates.insufficientPrivilege ? notPermitted(error) : error
    })
  })
  const url = new URL(adminUrl)
  url.username = name
  url.password = password
  return { url: url.href, [Symbol.asyncDispose]: () => asAdministrator(adminUrl, (client) => drop(client, name)) }
}

async function statementsFor(client: Client, name: string, password: string): Promise<string> {
  const { rows } = await client.query<{ major: number; until: string }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS major, (now() + $1::interval)::text AS until`,
    [validFor],
  )
  const { major = 0, until = 'now' } = rows[0] ?? {}
  const login = escapeIdentifier(name)
  // Before PostgreSQL 16 NOINHERIT alone says that the role's rights come by SET ROLE.
  const membership = major >= 16 ? ' WITH INHERIT FALSE, SET TRUE' : ''
  return [
    'BEGIN',
    `CREATE ROLE ${login} LOGIN NOINHERIT PASSWORD ${escapeLiteral(password)} VALID UNTIL ${escapeLiteral(until)}`,
    `ALTER ROLE ${login} SET default_transaction_read_only = on`,
    `GRANT ${escapeIdentifier(studioRole)} TO ${login}${membership}`,
    'COMMIT',
  ].join('; ')
}

function notPermitted(cause: unknown): AdministrationError {
  const statement = `CREATE ROLE orderport_viewer LOGIN NOINHERIT PASSWORD '…' IN ROLE ${studioRole}`
  return new AdministrationError(
    'not_permitted',
    `This login may not make one for Studio. As a superuser run: ${statement}; then set DATABASE_STUDIO_URL to its URL.`,
    { cause },
  )
}

async function requireStudioRole(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [studioRole])
  if (rowCount === 0) {
    throw new AdministrationError('not_migrated', `There is no role ${studioRole} yet: run npm run migrate.`)
  }
}

async function dropExpired(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT rolname AS name FROM pg_roles WHERE starts_with(rolname, $1) AND rolcanlogin AND rolvaliduntil < now()`,
    [prefix],
  )
  for (const { name } of rows) await drop(client, name).catch(() => undefined)
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(name)}`)
}

async function asAdministrator<T>(adminUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'orderport studio',
    connectionTimeoutMillis: 10_000,
    query_timeout: 20_000,
  })
  // A connection that breaks fails its running query, which reports the error.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
