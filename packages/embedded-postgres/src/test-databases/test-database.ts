import { randomBytes } from 'node:crypto'
import { connect, runStatements, urlFor, type Row } from './superuser-connection.ts'
import { currentTestServer, ownerRole, type TestServer } from './test-server.ts'
import { ensureTemplate, type DatabaseTemplate } from './test-template.ts'

/** The group role that migrations create; the service's login role must be a member of it. */
const groupRole = 'orderport_app'

/** A test's own database; disposing drops it and its runtime role, even while clients are connected. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** Logs in as the database's owner, for migrations: may create roles, is no superuser. */
  readonly ownerUrl: string
  /** Logs in as the service does: no owner, no superuser, bound by row-level security. */
  readonly runtimeUrl: string
  readonly runtimeRole: string
  readonly superuserUrl: string
  /** Runs one SQL text in this database as superuser, over a connection of its own. Returns its rows. */
  superuserQuery(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Opens a superuser's connection, for a test that asks often. */
  openSuperuserSession(): Promise<SuperuserSession>
  /** Makes the runtime role a member of `orderport_app`; throws when no migration has created that role. */
  grantRuntimeRole(): Promise<void>
}

export interface SuperuserSession extends AsyncDisposable {
  /** Runs one SQL text. Returns its rows. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export interface TestDatabaseOptions {
  readonly template: DatabaseTemplate
  /** Default: the test run's server. */
  readonly server?: TestServer
}

/**
 * Returns a new database, cloned from the template in some tens of milliseconds. Everything in it is cloned, but not
 * the settings and privileges of the database itself (ALTER DATABASE … SET, GRANT … ON DATABASE).
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const server = options.server ?? (await currentTestServer())
  const template = await ensureTemplate(server, options.template)
  return makeDatabase(server, template, true)
}

/** Returns a new empty database, for tests that migrate it themselves and then call `grantRuntimeRole`. */
export async function createEmptyDatabase(server?: TestServer): Promise<TestDatabase> {
  return makeDatabase(server ?? (await currentTestServer()), 'template0', false)
}

async function makeDatabase(server: TestServer, template: string, isMember: boolean): Promise<TestDatabase> {
  const name = `${server.prefix}_${randomBytes(6).toString('hex')}`
  const runtimeRole = `${name}_app`
  const runtimePassword = randomBytes(16).toString('hex')
  await runStatements(server.superuserUrl, [
    `CREATE DATABASE ${name} OWNER ${ownerRole(server)} TEMPLATE ${template} STRATEGY ${server.cloneStrategy}`,
    `CREATE ROLE ${runtimeRole} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD '${runtimePassword}'`,
    ...(isMember ? [grantIfThere(runtimeRole)] : []),
  ])
  const superuserUrl = urlFor(server.superuserUrl, name)
  return {
    name,
    runtimeRole,
    superuserUrl,
    ownerUrl: urlFor(superuserUrl, name, { user: ownerRole(server), password: server.ownerPassword }),
    runtimeUrl: urlFor(superuserUrl, name, { user: runtimeRole, password: runtimePassword }),
    superuserQuery: async (sql, values) => {
      await using session = await openSession(superuserUrl)
      return await session.query(sql, values)
    },
    openSuperuserSession: () => openSession(superuserUrl),
    grantRuntimeRole: async () => {
      await runStatements(superuserUrl, [`GRANT ${groupRole} TO ${runtimeRole}`])
    },
    [Symbol.asyncDispose]: async () => {
      await runStatements(server.superuserUrl, [
        `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
        `DROP ROLE IF EXISTS ${runtimeRole}`,
      ])
    },
  }
}

async function openSession(url: string): Promise<SuperuserSession> {
  const client = await connect(url)
  return {
    // A text of several statements can't have values: pg sends one without them by its simple protocol.
    query: async (sql, values) => (await client.query<Row>(sql, values === undefined ? undefined : [...values])).rows,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}

function grantIfThere(role: string): string {
  const there = `EXISTS (SELECT FROM pg_roles WHERE rolname = '${groupRole}')`
  return `DO $$ BEGIN IF ${there} THEN GRANT ${groupRole} TO ${role}; END IF; END $$`
}
