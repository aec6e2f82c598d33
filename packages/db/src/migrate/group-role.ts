import { escapeIdentifier, type Client } from 'pg'
import { sqlState, sqlStates } from '../database-error.ts'

/** `forbidden`: the role is missing and our login may not create it. A role with CREATEROLE has to run `statement`. */
export type GroupRole =
  | { readonly outcome: 'present' | 'created' }
  | { readonly outcome: 'forbidden'; readonly statement: string; readonly cause: unknown }

/** Creates the group role if it is missing and our login may create it. */
export async function ensureGroupRole(client: Client, role: string): Promise<GroupRole> {
  if (await roleExists(client, role)) return { outcome: 'present' }
  const statement = `CREATE ROLE ${escapeIdentifier(role)} NOLOGIN`
  try {
    await client.query(statement)
    return { outcome: 'created' }
  } catch (error) {
    // Roles belong to the whole server: the migration of another database may have created it in the meantime.
    if (await roleExists(client, role)) return { outcome: 'present' }
    if (sqlState(error) !== sqlStates.insufficientPrivilege) throw error
    return { outcome: 'forbidden', statement, cause: error }
  }
}

async function roleExists(client: Client, role: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  return rowCount === 1
}
