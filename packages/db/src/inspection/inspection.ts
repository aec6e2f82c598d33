import { Pool, types, type PoolClient, type QueryConfig } from 'pg'
import { AdministrationError } from '../administration/administration-error.ts'
import { studioRole } from '../database-roles.ts'
import { makeStudioLogin } from './studio-login.ts'
import { writeRights } from './write-rights.ts'

/** One statement of somebody who looks at the data, and its values. */
interface InspectedStatement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** The database as Studio sees it: every tenant's rows, and no way to change one. */
export interface Inspection extends AsyncDisposable {
  /** The schema of our tables. */
  readonly schema: string
  /**
   * Runs one statement and returns its rows. Whatever it does is undone, and its session forgets it. Throws Postgres's
   * own error.
   */
  run(statement: InspectedStatement): Promise<readonly unknown[]>
}

export interface InspectionOptions {
  /** The URL of a login that may make Studio's own for the time that it runs. */
  readonly adminUrl: string | null
  /** The URL of a login that was made for Studio; null: one is made. */
  readonly studioUrl: string | null
}

/**
 * Opens the database for inspection. The login may become the role for inspection and no other, so no statement leads
 * to more rights. Throws AdministrationError when the login could write, with a line for each such right.
 */
export async function openInspection({ adminUrl, studioUrl }: InspectionOptions): Promise<Inspection> {
  await using cleanup = new AsyncDisposableStack()
  const url = studioUrl ?? (adminUrl === null ? null : cleanup.use(await makeStudioLogin(adminUrl)).url)
  if (url === null) throw new AdministrationError('refused', 'There is no database to look at.')
  const pool = createInspectionPool(url)
  cleanup.defer(() => pool.end())
  const schema = await checkedSchema(pool)
  const owned = cleanup.move()
  return { schema, run: (statement) => runReadOnly(pool, statement), [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** `pg` has the option; its types lack it. */
interface ExtendedQuery extends QueryConfig {
  readonly queryMode: 'extended'
}

const statementTimeoutMs = 30_000

function createInspectionPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'orderport studio',
    max: 4,
    connectionTimeoutMillis: 10_000,
    query_timeout: statementTimeoutMs + 1000,
    types: { getTypeParser: (oid, format) => (asText.has(oid) ? String : types.getTypeParser(oid, format)) },
  })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Dates and times without an offset, and intervals: as objects they would be shifted by this machine's offset. */
const asText: ReadonlySet<number> = new Set([types.builtins.DATE, types.builtins.TIMESTAMP, types.builtins.INTERVAL])

async function checkedSchema(pool: Pool): Promise<string> {
  const client = await pool.connect()
  try {
    const faults = await writeRights(client)
    if (faults.length > 0) throw new AdministrationError('not_permitted', faults.join('\n'))
    const { rows } = await client.query<{ schema: string }>(
      `SELECT nspname AS schema FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE pg_class.oid = to_regclass('orders')`,
    )
    return rows[0]?.schema ?? 'public'
  } finally {
    client.release()
  }
}

/**
 * A second lock, behind the login's rights: the transaction is read-only, and the query that sets it up takes its
 * snapshot, after which no statement can make it writable.
 */
const begin = `
  BEGIN TRANSACTION READ ONLY;
  SELECT set_config('role', '${studioRole}', true), set_config('statement_timeout', '${statementTimeoutMs}', true),
    set_config('lock_timeout', '5000', true)`

async function runReadOnly(pool: Pool, { sql, parameters }: InspectedStatement): Promise<readonly unknown[]> {
  const client = await pool.connect()
  try {
    await client.query(begin)
    // The extended protocol takes one statement: none can follow a COMMIT.
    const query: ExtendedQuery = { text: sql, values: [...parameters], queryMode: 'extended' }
    const { rows } = await client.query<object>(query)
    return rows
  } finally {
    await forget(client)
  }
}

/** Undoes the statement, and what outlives a transaction: settings, locks, cursors, prepared statements. */
async function forget(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK')
    await client.query('DISCARD ALL')
    client.release()
  } catch {
    client.release(true)
  }
}
