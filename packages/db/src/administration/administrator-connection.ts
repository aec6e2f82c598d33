import { raceAgainst, type TenantId } from '@orderport/domain'
import type { QueryConfig, QueryResultRow } from 'pg'
import { withDatabase } from '../database-error.ts'
import { setRoleRight, studioRole } from '../database-roles.ts'
import type { Prisma, PrismaClient } from '../generated/client.ts'
import { migrationNames } from '../migrate/migration-files.ts'
import { pendingMigrations } from '../migrate/migration-history.ts'
import { frozenAfterMs, timeouts } from '../tenant-database/pool.ts'
import type { StatementResult } from '../tenant-database/scoped-transaction.ts'
import { AdministrationError, explainRefusal, notMigrated } from './administration-error.ts'
import { createAdministratorPool, openPrisma, toDriverError, type AdministratorPoolOptions } from './open-prisma.ts'

/** An open transaction. Its statements filter by tenant too: row-level security does not apply to a superuser. */
export interface Transaction {
  readonly prisma: Prisma.TransactionClient
  /**
   * When the transaction began, on the database's clock. Every new row gets it: Prisma would fill in a default with
   * this process's clock.
   */
  readonly now: Date
}

/** A transaction that may change several tenants, one after the other. */
export interface ChangeTransaction extends Transaction {
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
export function createAdministratorConnection(options: AdministratorPoolOptions): AdministratorConnection {
  const { connectTimeoutMs, statementTimeoutMs } = options
  const pool = createAdministratorPool(options)
  let opened: Promise<PrismaClient> | undefined

  const settings = {
    ...timeouts(options),
    lock_timeout: Math.ceil(statementTimeoutMs / 2),
    // Prisma's adapter ignores the offset of a timestamp that it reads, and writes none.
    TimeZone: 'UTC',
    DateStyle: 'ISO',
  }
  const limits = {
    isolationLevel: 'ReadCommitted',
    maxWait: connectTimeoutMs + statementTimeoutMs + frozenAfterMs,
    // Every statement has a limit of its own, and no command has more than twenty.
    timeout: 20 * (statementTimeoutMs + frozenAfterMs),
  } as const

  async function attempt<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    opened ??= openPrisma(pool)
    const client = await opened
    try {
      return await client.$transaction(async (prisma) => {
        await configure(prisma, settings)
        await requireMigrations(prisma)
        return await work({ prisma, now: await transactionTime(prisma) })
      }, limits)
    } catch (error) {
      throw toDriverError(error)
    }
  }

  async function transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      return await withDatabase(() => attempt(work))
    } catch (error) {
      throw explainRefusal(error)
    }
  }

  return {
    change: (tenantId, work) =>
      transact(async (transaction) => {
        const enter = (entered: TenantId) => configure(transaction.prisma, { 'orderport.tenant_id': entered })
        await enter(tenantId)
        return await work({ ...transaction, enter })
      }),
    read: (tenantId, work) =>
      transact(async (transaction) => {
        const { prisma } = transaction
        await (tenantId === null ? seeEveryTenant(prisma) : configure(prisma, { 'orderport.tenant_id': tenantId }))
        return await work(transaction)
      }),
    close: async () => {
      // A frozen server does not answer.
      await raceAgainst(frozenAfterMs, pool.end()).catch(() => undefined)
    },
  }
}

/** Changes settings until the transaction ends: a pooler may not accept them on connecting. */
async function configure(
  prisma: Prisma.TransactionClient,
  settings: Readonly<Record<string, string | number>>,
): Promise<void> {
  const json = JSON.stringify(settings)
  await prisma.$queryRaw`SELECT set_config(key, value, true) FROM json_each_text(${json}::json)`
}

async function transactionTime(prisma: Prisma.TransactionClient): Promise<Date> {
  const [row] = await prisma.$queryRaw<{ now: Date }[]>`SELECT now()`
  if (row === undefined) throw new Error('Postgres did not tell the time.')
  return row.now
}

async function requireMigrations(prisma: Prisma.TransactionClient): Promise<void> {
  const query = async <Row extends QueryResultRow>({
    text,
    values = [],
  }: QueryConfig): Promise<StatementResult<Row>> => {
    const rows = await prisma.$queryRawUnsafe<Row[]>(text, ...values)
    return { rows, rowCount: rows.length }
  }
  const pending = await pendingMigrations({ query }, await migrationNames())
  if (pending.length > 0) {
    throw new AdministrationError('not_migrated', notMigrated)
  }
}

interface Login {
  /** Quoted as in SQL. */
  readonly login: string
  /** True if row-level security doesn't apply to it. */
  readonly free: boolean
  /** True if the role for inspection has its rights. */
  readonly ready: boolean
  /** True if it may take the role for inspection. */
  readonly may: boolean
}

/** Takes the role for inspection until the transaction ends. A login that sees every row anyway needs no role. */
async function seeEveryTenant(prisma: Prisma.TransactionClient): Promise<void> {
  const [login] = await prisma.$queryRawUnsafe<Login[]>(loginSql, studioRole)
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
  await configure(prisma, { role: studioRole })
}

const loginSql = `
  SELECT quote_ident(me.rolname) AS login, me.rolsuper OR me.rolbypassrls AS free,
    COALESCE(has_table_privilege(studio.oid, 'tenants', 'SELECT'), false) AS ready,
    COALESCE(pg_has_role(me.oid, studio.oid, ${setRoleRight}), false) AS may
  FROM pg_roles AS me LEFT JOIN pg_roles AS studio ON studio.rolname = $1
  WHERE me.rolname = current_user`
