import { escapeIdentifier, type Client } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'
import { guardedFunctions, searchFunction, searchRole, setRoleRight } from '../database-roles.ts'
import { ensureGroupRole } from './group-role.ts'
import { alterOrders } from './lock-retries.ts'
import type { MigrationSession } from './migration-session.ts'
import { currentSchema } from './runtime-role.ts'

/** The columns that a search looks into, filters and sorts by. The role reads no others. */
const searchedColumns = `
  tenant_id, id, external_order_id, seller_order_number, tracking_codes, tracking_code, order_date, status, channel`

const slower = 'Searches read every order of a tenant, and get slower as it grows'

/**
 * Makes the search, and the triggers that count orders, run as a role of their own, which sees every tenant's codes and
 * counts and nothing else. Nobody is a member of it. Lets the service call the search. Returns a line for what our own
 * login may not do: then searches are slower, and the triggers run as the owner.
 */
export async function ensureSearchRole(session: MigrationSession, runtimeRole: string): Promise<string[]> {
  const { client } = session
  if (await isHandedOver(client, runtimeRole)) return []
  if (await isOurs(client)) await client.query(letCall(runtimeRole))
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

function letCall(runtimeRole: string): string {
  return `GRANT EXECUTE ON FUNCTION ${searchFunction} TO ${escapeIdentifier(runtimeRole)}`
}

async function isHandedOver(client: Client, runtimeRole: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM unnest($1::text[]) AS name JOIN pg_proc ON pg_proc.oid = to_regprocedure(name)
       JOIN pg_roles ON pg_roles.oid = proowner AND rolname = $2
     WHERE name <> $3 OR prosecdef AND has_function_privilege($4, pg_proc.oid, 'EXECUTE')`,
    [guardedFunctions, searchRole, searchFunction, runtimeRole],
  )
  return rowCount === guardedFunctions.length
}

async function isOurs(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_proc WHERE oid = to_regprocedure($1) AND pg_has_role(proowner, 'USAGE')`,
    [searchFunction],
  )
  return rowCount === 1
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
    `GRANT SELECT, INSERT, UPDATE, DELETE ON order_counts TO ${role}; GRANT USAGE ON order_counts_id_seq TO ${role}`,
    `ALTER POLICY counting ON order_counts TO ${role}`,
    `ALTER FUNCTION ${searchFunction} SECURITY DEFINER`,
    ...guardedFunctions.map((name) => `ALTER FUNCTION ${name} OWNER TO ${role}`),
    `SET LOCAL ROLE ${role}; ${letCall(runtimeRole)}; RESET ROLE`,
    `REVOKE CREATE ON SCHEMA ${schema} FROM ${role}`,
    isMember ? '' : `REVOKE ${role} FROM CURRENT_USER`,
  ]
  await client.query(statements.join(';\n'))
}

async function mayTake(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(`SELECT pg_has_role($1, ${setRoleRight}) AS may`, [searchRole])
  return rows[0]?.may === true
}
