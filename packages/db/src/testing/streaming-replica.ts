import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openTestServer, startPostgres, type EmbeddedPostgres, type TestDatabase } from '@orderport/embedded-postgres'
import { Client } from 'pg'
import { migratedDatabase } from './migrated-database.ts'

/** A migrated database on a primary of its own, and its streaming replica. Disposing stops both. */
export interface ReplicatedDatabase extends AsyncDisposable {
  /** At the primary. */
  readonly database: TestDatabase
  /** Logs in at the replica as the service does. */
  readonly replicaUrl: string
  /** Waits until the replica has everything that the primary has now. */
  caughtUp(): Promise<void>
  /** Runs one SQL text at the replica as superuser. */
  replicaQuery(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Kills the replica's sessions and shuts it down. */
  stopReplica(): Promise<void>
}

const settings = { wal_level: 'replica', max_wal_senders: '4', wal_keep_size: '256MB' }

/**
 * Starts a primary, copies its files while it is stopped, and starts the copy as its replica: the embedded package
 * lacks pg_basebackup.
 */
export async function replicatedDatabase(): Promise<ReplicatedDatabase> {
  await using started = new AsyncDisposableStack()
  // A name of this form is swept by later test runs if this one is killed.
  const directory = await mkdtemp(join(tmpdir(), `orderport-test-${process.pid}-`))
  started.defer(() => rm(directory, { recursive: true, force: true }))
  const options = { dataDirectory: directory, durable: false, settings }
  await (await startPostgres(options)).stop()
  const copy = `${directory}-replica`
  started.defer(() => rm(copy, { recursive: true, force: true }))
  // Keeps the owner: under root it is another user than ours.
  await promisify(execFile)('cp', ['-a', directory, copy])
  await writeFile(join(copy, 'data', 'standby.signal'), '')

  const primary = started.use(await startPostgres(options))
  const primary_conninfo = connectionText(new URL(primary.superuserUrl()))
  const replica = started.use(
    await startPostgres({ ...options, dataDirectory: copy, settings: { ...settings, primary_conninfo } }),
  )
  const { server } = started.use(await openTestServer(primary.superuserUrl()))
  const database = started.use(await migratedDatabase(server))
  const caughtUp = () => replayedAll(database.superuserUrl, atReplica(primary.superuserUrl(), replica))
  // Nobody can log in at the replica before it knows the roles.
  await caughtUp()
  const owned = started.move()
  return {
    database,
    caughtUp,
    replicaUrl: atReplica(database.runtimeUrl, replica),
    replicaQuery: (sql) => runQuery(atReplica(database.superuserUrl, replica), sql),
    stopReplica: () => replica.stop(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function replayedAll(primaryUrl: string, replicaUrl: string): Promise<void> {
  const [now] = await runQuery(primaryUrl, 'SELECT pg_current_wal_insert_lsn()::text AS lsn')
  const until = Date.now() + 60_000
  for (;;) {
    const [replayed] = await runQuery(replicaUrl, `SELECT pg_last_wal_replay_lsn() >= '${String(now?.['lsn'])}' AS all`)
    if (replayed?.['all'] === true) return
    if (Date.now() > until) throw new Error('the replica has not replayed its primary’s records within a minute')
    await setTimeout(20)
  }
}

function connectionText({ hostname, port, username, password }: URL): string {
  return `host=${hostname} port=${port} user=${username} password=${password}`
}

function atReplica(url: string, { port }: EmbeddedPostgres): string {
  const changed = new URL(url)
  changed.port = String(port)
  return changed.href
}

async function runQuery(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 10_000 })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
