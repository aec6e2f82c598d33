import { randomBytes } from 'node:crypto'
import { connect, runStatements } from './superuser-connection.ts'
import { dropAbandonedRuns, dropEverythingOf, holdRun } from './test-run.ts'

/** The server that one test run uses, and what the run made there. It travels to the test workers: plain data. */
export interface TestServer {
  /** A superuser's URL of a database that nobody drops: locks are taken there, by all runs. */
  readonly superuserUrl: string
  /** Begins the name of every database and role of this run. */
  readonly prefix: string
  /** Logs in as `<prefix>_owner`. */
  readonly ownerPassword: string
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of a server to test on (TEST_DATABASE_URL), instead of an embedded one. */
    testDatabaseUrl: string
    testServer: TestServer
  }
}

/** The name of the run's owner role. */
export function ownerRole(server: TestServer): string {
  return `${server.prefix}_owner`
}

/** A run's use of a server, for as long as the run lasts; disposing drops every database and role that it made. */
export interface TestServerUse extends AsyncDisposable {
  readonly server: TestServer
}

/**
 * Begins a run on the server: makes its owner role (no superuser, but it may create roles, as migrations do), and drops
 * what killed runs left there. Other runs on the same server are not disturbed.
 */
export async function openTestServer(superuserUrl: string): Promise<TestServerUse> {
  const prefix = `op_${randomBytes(4).toString('hex')}`
  const server = { superuserUrl, prefix, ownerPassword: randomBytes(16).toString('hex') }
  const hold = await connect(superuserUrl)
  await holdRun(hold, prefix)
  await dropAbandonedRuns(hold)
  const create = `CREATE ROLE ${ownerRole(server)} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS`
  await runStatements(superuserUrl, [`${create} PASSWORD '${server.ownerPassword}'`])
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      await dropEverythingOf(hold, prefix)
      await hold.end()
    },
  }
}

/** The test run's server, inside a Vitest worker. Imported on use: the local profile knows nothing of Vitest. */
export async function currentTestServer(): Promise<TestServer> {
  const { inject } = await import('vitest')
  const server: TestServer | undefined = inject('testServer')
  if (server === undefined) throw new Error('There is no test server: only tests named *.int.test.ts have one.')
  return server
}
