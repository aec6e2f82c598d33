import type { TestDatabase } from '@orderport/embedded-postgres'
import { Client } from 'pg'

/** Opens a superuser's connection, as another program would. Disposing closes it. */
export async function openSession(
  database: TestDatabase,
  application = 'the other service',
): Promise<Client & AsyncDisposable> {
  const client = new Client({
    connectionString: database.superuserUrl,
    application_name: application,
    connectionTimeoutMillis: 10_000,
    query_timeout: 20_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}
