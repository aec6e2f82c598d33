import { Client } from 'pg'

/** Shows, from a connection of its own, which sessions block ours. The connection opens when first needed. */
export interface BlockerView extends AsyncDisposable {
  /** Describes each session that holds a lock ours waits for. Empty when ours doesn't wait, or when the view fails. */
  blockers(): Promise<readonly string[]>
}

interface BlockerRow {
  readonly pid: number
  readonly role: string | null
  readonly application: string | null
  readonly seconds: number | null
}

/** The duration of a transaction is visible to its own role and to roles that may read statistics. */
const findBlockers = `
  SELECT DISTINCT blocking.pid, usename AS role, application_name AS application,
    floor(extract(epoch FROM clock_timestamp() - xact_start))::int AS seconds
  FROM unnest(pg_blocking_pids($1)) AS blocking (pid) LEFT JOIN pg_stat_activity ON pg_stat_activity.pid = blocking.pid
  ORDER BY blocking.pid`

const deadlineMs = 2000

/** Watches the session with this backend pid. */
export function viewBlockers(adminUrl: string, pid: number): BlockerView {
  let connecting: Promise<Client> | null = null
  return {
    blockers: async () => {
      try {
        connecting ??= connect(adminUrl)
        const { rows } = await (await connecting).query<BlockerRow>(findBlockers, [pid])
        return rows.map(describe)
      } catch {
        // The view only helps a message, so its failure never fails the run.
        connecting = null
        return []
      }
    },
    [Symbol.asyncDispose]: async () => {
      await connecting?.then((client) => client.end()).catch(() => undefined)
    },
  }
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({
    connectionString,
    application_name: 'orderport migrate (who is in the way)',
    connectionTimeoutMillis: deadlineMs,
    statement_timeout: deadlineMs,
    query_timeout: deadlineMs + 500,
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

function describe({ pid, role, application, seconds }: BlockerRow): string {
  const facts = [
    role !== null && `role ${role}`,
    application !== null && application !== '' && `application "${application}"`,
    seconds !== null && `in a transaction for ${seconds} s`,
  ].filter((fact) => fact !== false)
  return facts.length === 0 ? `pid ${pid}` : `pid ${pid} (${facts.join(', ')})`
}
