import { escapeIdentifier, type Client } from 'pg'
import { sqlState } from '../database-error.ts'
import { sqlStates } from '../sql-states.ts'

/** `forbidden`: it is missing and our login may not make it; `statement` is what a role with CREATEROLE has to run. */
export type GroupRole =
  | { readonly outcome: 'present' | 'created' }
  | { readonly outcome: 'forbidden'; readonly statement: string; readonly cause: unknown }

/** Makes sure that the group role exists, if our login may make it. */
export async function ensureGroupRole(client: Client, role: string): Promise<GroupRole> {
  if (await roleExists(client, role)) return { outcome: 'present' }
  const statement = `CREATE ROLE ${escapeIdentifier(role)} NOLOGIN`
  try {
    await client.query(statement)
    return { outcome: 'created' }
  } catch (error) {
    // Roles belong to the whole server: a migration of another database may have made it meanwhile.
    if (await roleExists(client, role)) return { outcome: 'present' }
    if (sqlState(error) !== sqlStates.insufficientPrivilege) throw error
    return { outcome: 'forbidden', statement, cause: error }
  }
}

async function roleExists(client: Client, role: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  return rowCount === 1
}
