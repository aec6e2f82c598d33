import { Client } from 'pg'

export type Row = Readonly<Record<string, unknown>>

/** Opens one connection with deadlines on connecting and on every statement; disposing closes it. */
export async function connect(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    // Waiting for the lock on templates counts too, and the migrations of a whole run happen under it.
    statement_timeout: 120_000,
    query_timeout: 125_000,
    application_name: 'orderport-testkit',
  })
  // A server that ends while we are idle is noticed by the next query; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

/** Runs statements one after the other on a connection of their own; gives the rows of the last. */
export async function runStatements(url: string, statements: readonly string[]): Promise<readonly Row[]> {
  await using client = await connect(url)
  let rows: readonly Row[] = []
  for (const statement of statements) rows = (await client.query<Row>(statement)).rows
  return rows
}

/** The same server's URL for another database, and another login if one is given. */
export function urlFor(url: string, database: string, login?: { user: string; password: string }): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  if (login !== undefined) {
    changed.username = encodeURIComponent(login.user)
    changed.password = encodeURIComponent(login.password)
  }
  return changed.href
}
