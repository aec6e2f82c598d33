import type { TenantId } from '@orderport/domain'
import { Client, escapeIdentifier, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg'
import { withDatabase } from '../database-error.ts'
import { beginWith, inTransaction } from '../door/begin.ts'
import { frozenAfterMs, timeouts } from '../door/pool.ts'
import { migrationNames } from '../migrate/migration-files.ts'
import { pendingMigrations } from '../migrate/migration-history.ts'
import { rightToTake } from '../right-to-take.ts'
import { studioRole } from '../runtime-role-check.ts'
import { withinDeadline } from '../within-deadline.ts'
import { AdministrationError } from './administration-error.ts'
import { explainRefusal, notMigrated } from './explain-refusal.ts'

export interface AdministratorConnectionOptions {
  /** The owner's connection, or a superuser's. */
  readonly adminUrl: string
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
}

/** An open transaction. Statements name their tenant too: a superuser is not held by row-level security. */
export interface Transaction {
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>
}

/** A transaction that changes things, for one tenant after the other. */
interface ChangeTransaction extends Transaction {
  /** From here on the rows of this tenant, and no others, are seen and written. */
  enter(tenantId: TenantId): Promise<void>
}

export interface AdministratorConnection {
  /** Runs the work in one transaction that has entered the tenant; all of it is done, or nothing. */
  change<T>(tenantId: TenantId, work: (transaction: ChangeTransaction) => Promise<T>): Promise<T>
  /** Runs work that reads the rows of one tenant, or those of every tenant (null). */
  read<T>(tenantId: TenantId | null, work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * One connection, opened when first used, for one command after the other. Throws `DATABASE_UNAVAILABLE` when Postgres is away, and
 * AdministrationError where the login or the database's state do not allow what is asked.
 */
export function createAdministratorConnection(options: AdministratorConnectionOptions): AdministratorConnection {
  const { adminUrl, connectTimeoutMs, statementTimeoutMs } = options
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'orderport administration',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + frozenAfterMs,
    keepAlive: true,
  })
  // A connection that breaks also fails the query that is running, which is where it is reported.
  client.on('error', () => undefined)
  let opened: Promise<unknown> | undefined

  /** Limits go with each transaction: a pooler need not take them when it connects. */
  const begin = beginWith({ ...timeouts(options), lock_timeout: Math.ceil(statementTimeoutMs / 2) })

  const query = <Row extends QueryResultRow>(statement: QueryConfig) => client.query<Row>(statement)

  async function enter(tenantId: TenantId): Promise<void> {
    await client.query(`SELECT set_config('orderport.tenant_id', $1, true)`, [tenantId])
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    opened ??= client.connect()
    await opened
    return await inTransaction(client, begin, async () => {
      await requireMigrations({ query })
      return await work()
    })
  }

  async function transact<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await withDatabase(() => attempt(work))
    } catch (error) {
      throw explainRefusal(error)
    }
  }

  return {
    change: (tenantId, work) =>
      transact(async () => {
        await enter(tenantId)
        return await work({ query, enter })
      }),
    read: (tenantId, work) =>
      transact(async () => {
        await (tenantId === null ? seeEveryTenant({ query }) : enter(tenantId))
        return await work({ query })
      }),
    close: async () => {
      // A frozen server does not answer a goodbye, and what could not be opened needs none.
      const ended = opened?.then(() => client.end()).catch(() => undefined)
      if (ended !== undefined) await withinDeadline(ended, frozenAfterMs)
    },
  }
}

async function requireMigrations(transaction: Transaction): Promise<void> {
  const pending = await pendingMigrations(transaction, await migrationNames())
  if (pending.length > 0) {
    throw new AdministrationError('not_migrated', notMigrated)
  }
}

/** Takes the role for inspection until the transaction ends; who sees every row without it needs none. */
async function seeEveryTenant({ query }: Transaction): Promise<void> {
  const { rows } = await query<{ login: string; free: boolean; ready: boolean; may: boolean }>({
    text: `
      SELECT quote_ident(me.rolname) AS login, me.rolsuper OR me.rolbypassrls AS free,
        COALESCE(has_table_privilege(studio.oid, 'tenants', 'SELECT'), false) AS ready,
        COALESCE(pg_has_role(me.oid, studio.oid, ${rightToTake}), false) AS may
      FROM pg_roles AS me LEFT JOIN pg_roles AS studio ON studio.rolname = $1
      WHERE me.rolname = current_user`,
    values: [studioRole],
  })
  const [login] = rows
  if (login === undefined || login.free) return
  if (!login.ready || !login.may) {
    const remedy = login.ready
      ? `as a superuser run: GRANT ${studioRole} TO ${login.login}`
      : `run npm run migrate, which sets up the role ${studioRole} or says what is missing`
    throw new AdministrationError(
      'not_permitted',
      `This login may not see every tenant: name one with --tenant, or ${remedy}`,
    )
  }
  await query({ text: `SET LOCAL ROLE ${escapeIdentifier(studioRole)}` })
}
