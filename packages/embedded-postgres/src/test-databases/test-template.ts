import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { connect, urlFor } from './superuser-connection.ts'
import { ownerRole, type TestServer } from './test-server.ts'

/** How a template database is made. */
export interface DatabaseTemplate {
  /** Names the template within the run; templates with different content need different names. */
  readonly name: string
  /** Fills the new database as its owner; must close its connections before it returns. */
  prepare(ownerUrl: string): Promise<void>
}

/** One lock for all runs on a server: migrations create a role that the whole server shares. */
const templateLock = 7_106_501

const preparedHere = new Map<string, Promise<string>>()

/** Returns the name of the ready template database; the first call of a run, in whichever worker, makes it. */
export function ensureTemplate(server: TestServer, template: DatabaseTemplate): Promise<string> {
  const database = templateDatabase(server, template)
  const known = preparedHere.get(database)
  if (known !== undefined) return known
  const preparing = prepareOnce(server, template, database)
  preparedHere.set(database, preparing)
  return preparing
}

/** Returns the name of a template's database. */
export function templateDatabase(server: TestServer, template: DatabaseTemplate): string {
  return `${server.prefix}_t_${createHash('sha256').update(template.name).digest('hex').slice(0, 16)}`
}

async function prepareOnce(server: TestServer, template: DatabaseTemplate, database: string): Promise<string> {
  await using client = await connect(server.superuserUrl)
  await client.query('SELECT pg_advisory_lock($1)', [templateLock])
  // Closing the connection releases the lock.
  const state = await templateState(client, database)
  if (state === 'ready') return database
  if (state === 'unfinished') await client.query(`DROP DATABASE ${database} WITH (FORCE)`)
  const owner = ownerRole(server)
  await client.query(`CREATE DATABASE ${database} OWNER ${owner} TEMPLATE template0`)
  const login = { user: owner, password: server.ownerPassword }
  await template.prepare(urlFor(server.superuserUrl, database, login))
  // Marks the template as finished, and keeps it unused: a database with connections can't be cloned.
  await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`)
  return database
}

async function templateState(client: Client, database: string): Promise<'absent' | 'unfinished' | 'ready'> {
  const { rows } = await client.query<{ open: boolean }>(
    'SELECT datallowconn AS open FROM pg_database WHERE datname = $1',
    [database],
  )
  if (rows[0] === undefined) return 'absent'
  return rows[0].open ? 'unfinished' : 'ready'
}
