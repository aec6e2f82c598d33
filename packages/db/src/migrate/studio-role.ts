import { escapeIdentifier, escapeLiteral, type Client } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'
import { setRoleRight } from '../database-roles.ts'
import { tenantTables } from '../tenant-database/tenant-tables.ts'
import { ensureGroupRole } from './group-role.ts'
import { alterOrders } from './lock-retries.ts'
import type { MigrationSession } from './migration-session.ts'
import { currentSchema } from './runtime-role.ts'

const policy = 'inspection'

const readable = [...tenantTables, 'upstream_usage', '_prisma_migrations']

/**
 * Creates the group role for people who inspect the data: it reads every tenant's rows and writes nothing. Our own
 * login may take it with SET ROLE. Returns a line for each thing that our login may not do; the database works without
 * them.
 */
export async function ensureStudioRole(session: MigrationSession, role: string): Promise<string[]> {
  const { client } = session
  const made = await ensureGroupRole(client, role)
  if (made.outcome === 'forbidden') {
    return [`No role for inspection: this login may not make it. As a role with CREATEROLE, run: ${made.statement}`]
  }
  const grantee = escapeIdentifier(role)
  const schema = escapeIdentifier(await currentSchema(client))
  const grants = `GRANT USAGE ON SCHEMA ${schema} TO ${grantee}; GRANT SELECT ON ${readable.join(', ')} TO ${grantee}`
  await client.query(`BEGIN; ${grants}; COMMIT`)
  const tables = await tablesWithoutPolicy(client)
  if (tables.length > 0) {
    // A member sees every row only after SET ROLE. Before PostgreSQL 16 every membership is inherited.
    const rule = `FOR SELECT TO ${grantee} USING (current_user = ${escapeLiteral(role)})`
    const policies = tables.map((table) => `CREATE POLICY ${policy} ON ${escapeIdentifier(table)} ${rule}`)
    await alterOrders(session, 'let people inspect the tables', () => client.query(policies.join('; ')))
  }
  return (await mayTake(client, role)) || (await grantToOurselves(client, role))
    ? []
    : [`This login may not take the role ${role}; as a superuser, run: GRANT ${grantee} TO ${await ourName(client)}`]
}

async function tablesWithoutPolicy(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name
     WHERE NOT EXISTS (
       SELECT FROM pg_policy WHERE polrelid = to_regclass(name) AND polname = $2
     )`,
    [tenantTables, policy],
  )
  return rows.map(({ name }) => name)
}

async function mayTake(client: Client, role: string): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(`SELECT pg_has_role($1, ${setRoleRight}) AS may`, [role])
  return rows[0]?.may === true
}

async function grantToOurselves(client: Client, role: string): Promise<boolean> {
  // Not inherited, so that an operator who migrates or repairs sees tenants' rows only on purpose.
  const options = (await serverVersion(client)) >= 16 ? ' WITH INHERIT FALSE, SET TRUE' : ''
  try {
    await client.query(`GRANT ${escapeIdentifier(role)} TO CURRENT_USER${options}`)
    return true
  } catch (error) {
    // The migration of another database may have granted it at the same moment.
    if (await mayTake(client, role)) return true
    if (sqlState(error) !== sqlStates.insufficientPrivilege) throw error
    return false
  }
}

async function serverVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS major`,
  )
  return rows[0]?.major ?? 0
}

async function ourName(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_user) AS name')
  return rows[0]?.name ?? 'it'
}
