import { escapeIdentifier, type Client } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'
import { createBoss, jobPolicy, jobQueue, jobSchema, jobSchemaVersion, queueOptions } from '../jobs/job-queue.ts'
import type { TenantDatabase } from '../tenant-database/tenant-database.ts'
import { MigrationError, type MigrationSession } from './migration-session.ts'

/**
 * Makes pg-boss's tables in a schema of their own, or upgrades older ones, and the queue; grants the service's role
 * what it needs there. The service itself changes nothing of the schema. A newer version's tables stay as they are.
 * Throws `MigrationError` if our login may not make the schema, or if the tables belong to somebody else.
 */
export async function ensureJobTables({ client, log }: MigrationSession, runtimeRole: string): Promise<void> {
  const installed = await installedVersion(client)
  const { getConstructionPlans, getMigrationPlans } = await import('pg-boss')
  if (installed === null) {
    await changeTables(client, getConstructionPlans(jobSchema, { createSchema: !(await schemaExists(client)) }))
    log('Made the tables of the job queue.')
  } else if (installed < jobSchemaVersion) {
    await changeTables(client, asOneTransaction(getMigrationPlans(jobSchema, installed)))
    log(`Upgraded the tables of the job queue from version ${installed} to ${jobSchemaVersion}.`)
  }
  await ensureQueue(client)
  await grantJobRights(client, runtimeRole)
}

/** Returns what is missing of the job queue's tables, for readiness. Only reads, as the service's own role may. */
export async function pendingJobTables(database: TenantDatabase['withoutTenant']): Promise<string[]> {
  try {
    const { rows } = await database.query<{ version: number }>({ text: `SELECT version FROM ${jobSchema}.version` })
    return (rows[0]?.version ?? 0) >= jobSchemaVersion ? [] : [jobTablesName]
  } catch (error) {
    if (sqlState(error) === sqlStates.undefinedTable) return [jobTablesName]
    throw error
  }
}

/** How readiness names the tables among the pending migrations. */
export const jobTablesName = `${jobSchema}_${jobSchemaVersion}`

/**
 * Returns the upgrade as one transaction. pg-boss appends its new indexes, to be made one by one while others write: if
 * that stopped half-way, the version would be the new one without them. Here the tables are small.
 */
function asOneTransaction(plans: string): string {
  return `${plans.replace('COMMIT;', '').replaceAll(' CONCURRENTLY', '')}; COMMIT`
}

async function installedVersion(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('${jobSchema}.version') IS NOT NULL AS found`,
  )
  if (rows[0]?.found !== true) return null
  const versions = await client.query<{ version: number }>(`SELECT version FROM ${jobSchema}.version`)
  return versions.rows[0]?.version ?? null
}

async function schemaExists(client: Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [jobSchema])
  return rowCount === 1
}

/** The plans begin and commit their own transaction. */
async function changeTables(client: Client, plans: string): Promise<void> {
  try {
    await client.query(plans)
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    const reason = error instanceof Error ? error.message : 'unknown'
    const advice =
      sqlState(error) === sqlStates.insufficientPrivilege
        ? ` As a superuser, run: CREATE SCHEMA ${jobSchema} AUTHORIZATION ${await ourName(client)}; then migrate again.`
        : ''
    throw new MigrationError(`The tables of the job queue were not made: ${reason}.${advice}`, { cause: error })
  }
}

async function ourName(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_user) AS name')
  return rows[0]?.name ?? 'our login'
}

async function ensureQueue(client: Client): Promise<void> {
  const boss = await createBoss((text, values) => client.query(text, values))
  if ((await boss.getQueue(jobQueue)) === null) await boss.createQueue(jobQueue, { ...queueOptions, policy: jobPolicy })
  else await boss.updateQueue(jobQueue, queueOptions)
}

async function grantJobRights(client: Client, role: string): Promise<void> {
  const grantee = escapeIdentifier(role)
  const grants = [
    `GRANT USAGE ON SCHEMA ${jobSchema} TO ${grantee}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${jobSchema} TO ${grantee}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${jobSchema} TO ${grantee}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${jobSchema} TO ${grantee}`,
  ]
  await client.query(['BEGIN', ...grants, 'COMMIT'].join('; '))
}
