import { escapeIdentifier, type Client } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'
import { calledFunctions, guardedFunctions, searchRole, setRoleRight } from '../database-roles.ts'
import { ensureGroupRole } from './group-role.ts'
import { alterOrders } from './lock-retries.ts'
import type { MigrationSession } from './migration-session.ts'
import { currentSchema } from './runtime-role.ts'

/** The columns that a search looks into, filters and sorts by. The role reads no others. */
const searchedColumns = `
  tenant_id, id, external_order_id, seller_order_number, tracking_codes, tracking_code, order_date, status, channel`

const slower = 'Searches read every order of a tenant and get slower as it grows, and stored orders are not refreshed'

/**
 * Makes the search, the triggers that count orders, the list of all connections and the look-up of a selling account
 * run as a role of their own, which sees every tenant's codes, counts, connections and claims, and nothing else. Nobody
 * is a member of it. Lets the service call the search, the list and the look-up. Returns a line for what our own login
 * may not do: then searches are slower, the triggers run as the owner, and the worker finds no connection to refresh.
 */
export async function ensureSearchRole(session: MigrationSession, runtimeRole: string): Promise<string[]> {
  const { client } = session
  if (await isHandedOver(client, runtimeRole)) return []
  for (const name of await oursAmongCalled(client)) await client.query(letCall(name, runtimeRole))
  const made = await ensureGroupRole(client, searchRole)
  if (made.outcome === 'forbidden') {
    return [
      `${slower}: this login may not make a role. As a role with CREATEROLE, run: ${made.statement}; then migrate.`,
    ]
  }
  try {
    await alterOrders(session, 'let the search use its index', () => handOver(client, runtimeRole))
    return []
  } catch (error) {
    if (sqlState(error) !== sqlStates.insufficientPrivilege) throw error
    return [`${slower}: this login may not take the role ${searchRole}. Run migrate once as a superuser.`]
  }
}

function letCall(name: string, runtimeRole: string): string {
  return `GRANT EXECUTE ON FUNCTION ${name} TO ${escapeIdentifier(runtimeRole)}`
}

async function isHandedOver(client: Client, runtimeRole: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM unnest($1::text[]) AS name JOIN pg_proc ON pg_proc.oid = to_regprocedure(name)
       JOIN pg_roles ON pg_roles.oid = proowner AND rolname = $2
     WHERE name <> ALL ($3::text[]) OR prosecdef AND has_function_privilege($4, pg_proc.oid, 'EXECUTE')`,
    [guardedFunctions, searchRole, calledFunctions, runtimeRole],
  )
  return rowCount === guardedFunctions.length
}

async function oursAmongCalled(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name JOIN pg_proc ON pg_proc.oid = to_regprocedure(name)
     WHERE pg_has_role(proowner, 'USAGE')`,
    [calledFunctions],
  )
  return rows.map(({ name }) => name)
}

/**
 * A function is given away by a login that may become its new owner, who must be allowed to create it: both rights end
 * with the transaction. The policy's condition is a constant, because any other would be checked before the index is
 * used.
 */
async function handOver(client: Client, runtimeRole: string): Promise<void> {
  const role = escapeIdentifier(searchRole)
  const schema = escapeIdentifier(await currentSchema(client))
  const isMember = await mayTake(client)
  const statements = [
    isMember ? '' : `GRANT ${role} TO CURRENT_USER`,
    `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${role}`,
    `GRANT SELECT (${searchedColumns}) ON orders TO ${role}`,
    `DROP POLICY IF EXISTS search ON orders; CREATE POLICY search ON orders FOR SELECT TO ${role} USING (true)`,
    `GRANT SELECT (tenant_id, channel, status) ON channel_connections TO ${role}`,
    `DROP POLICY IF EXISTS search ON channel_connections`,
    `CREATE POLICY search ON channel_connections FOR SELECT TO ${role} USING (true)`,
    `GRANT SELECT (tenant_id, channel, kind, value) ON seller_claims TO ${role}`,
    `DROP POLICY IF EXISTS search ON seller_claims`,
    `CREATE POLICY search ON seller_claims FOR SELECT TO ${role} USING (true)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON order_counts TO ${role}; GRANT USAGE ON order_counts_id_seq TO ${role}`,
    `ALTER POLICY counting ON order_counts TO ${role}`,
    ...calledFunctions.map((name) => `ALTER FUNCTION ${name} SECURITY DEFINER`),
    ...guardedFunctions.map((name) => `ALTER FUNCTION ${name} OWNER TO ${role}`),
    `SET LOCAL ROLE ${role}`,
    ...calledFunctions.map((name) => letCall(name, runtimeRole)),
    'RESET ROLE',
    `REVOKE CREATE ON SCHEMA ${schema} FROM ${role}`,
    isMember ? '' : `REVOKE ${role} FROM CURRENT_USER`,
  ]
  await client.query(statements.join(';\n'))
}

async function mayTake(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(`SELECT pg_has_role($1, ${setRoleRight}) AS may`, [searchRole])
  return rows[0]?.may === true
}
