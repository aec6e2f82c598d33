import { Client } from 'pg'

/** A look from a connection of its own at whom one session waits for. Opened when it is first needed. */
export interface BlockerView extends AsyncDisposable {
  /** One text for each session that holds a lock ours waits for; none when it waits for nobody, or nobody can tell. */
  blockers(): Promise<readonly string[]>
}

interface BlockerRow {
  readonly pid: number
  readonly role: string | null
  readonly application: string | null
  readonly seconds: number | null
}

/** How long a session has been in its transaction is told to its own role and to those who may read statistics. */
const findBlockers = `
  SELECT DISTINCT blocking.pid, usename AS role, application_name AS application,
    floor(extract(epoch FROM clock_timestamp() - xact_start))::int AS seconds
  FROM unnest(pg_blocking_pids($1)) AS blocking (pid) LEFT JOIN pg_stat_activity ON pg_stat_activity.pid = blocking.pid
  ORDER BY blocking.pid`

const deadlineMs = 2000

/** Looks at the session with this backend pid. */
export function viewBlockers(adminUrl: string, pid: number): BlockerView {
  let opened: Promise<Client> | null = null
  return {
    blockers: async () => {
      try {
        opened ??= open(adminUrl)
        const { rows } = await (await opened).query<BlockerRow>(findBlockers, [pid])
        return rows.map(describe)
      } catch {
        // It only serves a message: a run never fails for want of it.
        opened = null
        return []
      }
    },
    [Symbol.asyncDispose]: async () => {
      await opened?.then((client) => client.end()).catch(() => undefined)
    },
  }
}

async function open(connectionString: string): Promise<Client> {
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
