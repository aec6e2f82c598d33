import { raceAgainst, type TenantId } from '@orderport/domain'
import { Client, escapeIdentifier, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg'
import { withDatabase } from '../database-error.ts'
import { setRoleRight, studioRole } from '../database-roles.ts'
import { migrationNames } from '../migrate/migration-files.ts'
import { pendingMigrations } from '../migrate/migration-history.ts'
import { frozenAfterMs, timeouts } from '../tenant-database/pool.ts'
import { beginWith, inTransaction } from '../tenant-database/transaction.ts'
import { AdministrationError, explainRefusal, notMigrated } from './administration-error.ts'

export interface AdministratorConnectionOptions {
  /** The URL of the owner's connection, or of a superuser's. */
  readonly adminUrl: string
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
}

/** An open transaction. Its statements filter by tenant too: row-level security does not apply to a superuser. */
export interface Transaction {
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>
}

/** A transaction that may change several tenants, one after the other. */
interface ChangeTransaction extends Transaction {
  /** Switches to a tenant: from now on only its rows can be read and written. */
  enter(tenantId: TenantId): Promise<void>
}

export interface AdministratorConnection {
  /** Runs the work in one transaction, which enters the tenant first: all of it is committed, or nothing. */
  change<T>(tenantId: TenantId, work: (transaction: ChangeTransaction) => Promise<T>): Promise<T>
  /** Runs work that reads the rows of one tenant, or of every tenant (null). */
  read<T>(tenantId: TenantId | null, work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Creates a connection for one command after the other; it opens when first used. Every call throws
 * `DATABASE_UNAVAILABLE` when Postgres is away, and AdministrationError when the login or the state of the database
 * doesn't allow the command.
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
  // A connection that breaks fails its running query, which reports the error.
  client.on('error', () => undefined)
  let opened: Promise<unknown> | undefined

  /** Each transaction sets its own limits: a pooler may not accept them on connecting. */
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
      // A frozen server does not answer, and a connection that failed to open has nothing to close.
      const ended = opened?.then(() => client.end()).catch(() => undefined)
      if (ended !== undefined) await raceAgainst(frozenAfterMs, ended).catch(() => undefined)
    },
  }
}

async function requireMigrations(transaction: Transaction): Promise<void> {
  const pending = await pendingMigrations(transaction, await migrationNames())
  if (pending.length > 0) {
    throw new AdministrationError('not_migrated', notMigrated)
  }
}

/** Takes the role for inspection until the transaction ends. A login that sees every row anyway needs no role. */
async function seeEveryTenant({ query }: Transaction): Promise<void> {
  const { rows } = await query<{ login: string; free: boolean; ready: boolean; may: boolean }>({
    text: `
      SELECT quote_ident(me.rolname) AS login, me.rolsuper OR me.rolbypassrls AS free,
        COALESCE(has_table_privilege(studio.oid, 'tenants', 'SELECT'), false) AS ready,
        COALESCE(pg_has_role(me.oid, studio.oid, ${setRoleRight}), false) AS may
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
