import { randomBytes } from 'node:crypto'
import { connect, runStatements } from './superuser-connection.ts'
import { dropAbandonedRuns, dropEverythingOf, holdRun } from './test-run.ts'

/** The server that a test run uses. Plain data, since it is sent to the test workers. */
export interface TestServer {
  /** A superuser's URL of a database that nobody drops; all runs take their locks there. */
  readonly superuserUrl: string
  /** Begins the name of every database and role of this run. */
  readonly prefix: string
  /** The password of `<prefix>_owner`. */
  readonly ownerPassword: string
  /** How databases are cloned: copying files is faster, but waits for the disk on a durable server. */
  readonly cloneStrategy: 'FILE_COPY' | 'WAL_LOG'
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of a server to use instead of an embedded one (TEST_DATABASE_URL). */
    testDatabaseUrl: string
    testServer: TestServer
  }
}

/** Returns the name of the run's owner role. */
export function ownerRole(server: TestServer): string {
  return `${server.prefix}_owner`
}

/** A run on a server; disposing drops every database and role that it made. */
export interface TestRun extends AsyncDisposable {
  readonly server: TestServer
}

/**
 * Begins a run on the server: creates its owner role (no superuser, but allowed to create roles, as migrations do), and
 * drops what killed runs left there. Other runs on the same server are not disturbed.
 */
export async function openTestServer(superuserUrl: string): Promise<TestRun> {
  const prefix = `op_${randomBytes(4).toString('hex')}`
  const hold = await connect(superuserUrl)
  await holdRun(hold, prefix)
  const { rows } = await hold.query<{ fsync: string }>('SHOW fsync')
  const server = {
    superuserUrl,
    prefix,
    ownerPassword: randomBytes(16).toString('hex'),
    cloneStrategy: rows[0]?.fsync === 'off' ? 'FILE_COPY' : 'WAL_LOG',
  } as const
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

/** Returns the test run's server, in a Vitest worker. Imports Vitest on use: the local profile runs without it. */
export async function currentTestServer(): Promise<TestServer> {
  const { inject } = await import('vitest')
  const server: TestServer | undefined = inject('testServer')
  if (server === undefined) throw new Error('There is no test server: only tests named *.int.test.ts have one.')
  return server
}
