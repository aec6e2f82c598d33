import { Client } from 'pg'

export type Row = Readonly<Record<string, unknown>>

/** Opens one connection with deadlines on connecting and on every statement; disposing closes it. */
export async function connect(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    // Includes the wait for the templates' lock, under which a run's migrations happen.
    statement_timeout: 120_000,
    query_timeout: 125_000,
    application_name: 'orderport-embedded-postgres',
  })
  // The next query reports a server that ended meanwhile; without a listener the error would end the process.
  client.on('error', () => {})
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

/** Runs statements one after the other on a connection of their own; returns the rows of the last. */
export async function runStatements(url: string, statements: readonly string[]): Promise<readonly Row[]> {
  await using client = await connect(url)
  let rows: readonly Row[] = []
  for (const statement of statements) rows = (await client.query<Row>(statement)).rows
  return rows
}

/** Returns the same server's URL for another database, with another login if one is given. */
export function urlFor(url: string, database: string, login?: { user: string; password: string }): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  if (login !== undefined) {
    changed.username = encodeURIComponent(login.user)
    changed.password = encodeURIComponent(login.password)
  }
  return changed.href
}
