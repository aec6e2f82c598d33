import { migrate } from '@orderport/db'
import { Client } from 'pg'

/** The database that a drill uses. */
export interface DrillDatabase {
  readonly name: string
  readonly ownerUrl: (port: number) => string
  readonly runtimeUrl: (port: number) => string
}

const [name, owner, service, password] = ['orderport', 'orderport_owner', 'orderport_service', 'drill']

/** Makes the roles and the database, and migrates it, as the operations guide says. */
export async function createDatabase(
  superuserUrl: string,
  applyMigrations: (ownerUrl: string) => Promise<unknown> = (adminUrl) => migrate({ adminUrl }),
): Promise<DrillDatabase> {
  const urlOf = (role: string) => (port: number) => `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`
  await query(superuserUrl, `CREATE ROLE ${owner} LOGIN PASSWORD '${password}' CREATEROLE`)
  await query(superuserUrl, `CREATE DATABASE ${name} OWNER ${owner}`)
  await applyMigrations(urlOf(owner)(Number(new URL(superuserUrl).port)))
  await query(superuserUrl, `CREATE ROLE ${service} LOGIN PASSWORD '${password}' IN ROLE orderport_app`)
  return { name, ownerUrl: urlOf(owner), runtimeUrl: urlOf(service) }
}

/** Runs one SQL text over a connection of its own. Returns its rows. */
export async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 60_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
