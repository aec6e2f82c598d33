import { randomBytes } from 'node:crypto'
import { runStatements, urlFor, type Row } from './superuser-connection.ts'
import { currentTestServer, ownerRole, type TestServer } from './test-server.ts'
import { ensureTemplate, type DatabaseTemplate } from './test-template.ts'

/** The group role that migrations make, and that the service's login role must be a member of. */
const groupRole = 'orderport_app'

/** A database of one test's own; disposing drops it and its runtime role, whoever is still connected. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** Logs in as the database's owner, who migrates: may create roles, isn't a superuser. */
  readonly ownerUrl: string
  /** Logs in as the service does: neither owner nor superuser nor free of row-level security. */
  readonly runtimeUrl: string
  readonly runtimeRole: string
  readonly superuserUrl: string
  /** Runs one SQL text in this database as superuser and gives its rows. */
  superuserQuery(sql: string): Promise<readonly Row[]>
  /** Makes the runtime role a member of `orderport_app`; throws when no migration has made that group role. */
  grantRuntimeRole(): Promise<void>
}

export interface CreateTestDatabase {
  readonly template: DatabaseTemplate
  /** The server to use; the test run's when left out. */
  readonly server?: TestServer
}

/**
 * A new database, cloned from the template in some tens of milliseconds. Settings and privileges of the database itself
 * (ALTER DATABASE … SET, GRANT … ON DATABASE) are not cloned; everything in it is.
 */
export async function createTestDatabase(options: CreateTestDatabase): Promise<TestDatabase> {
  const server = options.server ?? (await currentTestServer())
  const template = await ensureTemplate(server, options.template)
  return makeDatabase({ server, template, member: true })
}

/** A new empty database, for tests that migrate themselves and then call `grantRuntimeRole`. */
export async function createEmptyDatabase(server?: TestServer): Promise<TestDatabase> {
  return makeDatabase({ server: server ?? (await currentTestServer()), template: 'template0', member: false })
}

interface NewDatabase {
  readonly server: TestServer
  readonly template: string
  /** Whether the runtime role becomes a member of the group role, if there is one. */
  readonly member: boolean
}

async function makeDatabase({ server, template, member }: NewDatabase): Promise<TestDatabase> {
  const name = `${server.prefix}_${randomBytes(6).toString('hex')}`
  const runtimeRole = `${name}_app`
  const runtimePassword = randomBytes(16).toString('hex')
  await runStatements(server.superuserUrl, [
    `CREATE DATABASE ${name} OWNER ${ownerRole(server)} TEMPLATE ${template}`,
    `CREATE ROLE ${runtimeRole} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD '${runtimePassword}'`,
    ...(member ? [grantIfThere(runtimeRole)] : []),
  ])
  const superuserUrl = urlFor(server.superuserUrl, name)
  return {
    name,
    runtimeRole,
    superuserUrl,
    ownerUrl: urlFor(superuserUrl, name, { user: ownerRole(server), password: server.ownerPassword }),
    runtimeUrl: urlFor(superuserUrl, name, { user: runtimeRole, password: runtimePassword }),
    superuserQuery: (sql) => runStatements(superuserUrl, [sql]),
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

function grantIfThere(role: string): string {
  const there = `EXISTS (SELECT FROM pg_roles WHERE rolname = '${groupRole}')`
  return `DO $$ BEGIN IF ${there} THEN GRANT ${groupRole} TO ${role}; END IF; END $$`
}
