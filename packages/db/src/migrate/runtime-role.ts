import { escapeIdentifier, type Client } from 'pg'
import { ensureGroupRole } from './group-role.ts'
import { MigrationError } from './migration-error.ts'

/**
 * What the service may do to each of our tables and sequences. Granted by every run and not by a
 * migration: roles belong to the server and not to the database, so a restored or copied database arrives without them.
 */
const rights: Readonly<Record<string, readonly string[]>> = {
  orders: ['SELECT', 'INSERT', 'UPDATE'],
  channel_connections: ['SELECT', 'INSERT', 'UPDATE'],
  seller_claims: ['SELECT', 'INSERT', 'UPDATE (proven_at)', 'DELETE'],
  // Every tenant's old duplicates: for an operator.
  orders_duplicates: [],
  upstream_usage: ['SELECT', 'INSERT', 'UPDATE'],
  import_flights: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  import_flights_fence_seq: ['USAGE'],
  // Who may do what is an operator's to change.
  tenants: ['SELECT'],
  members: ['SELECT'],
  api_keys: ['SELECT', 'UPDATE (last_used_at)'],
  // Appended to, and never read, changed or emptied by the service.
  audit_event: ['INSERT'],
  audit_event_id_seq: ['USAGE'],
  // Read for readiness; the history is the owner's to write.
  _prisma_migrations: ['SELECT'],
}

/**
 * Makes sure that the group role exists, and says whether it had to be made. Throws, with the statement to run by hand,
 * when it is missing and our role may not make it.
 */
export async function ensureRuntimeRole(client: Client, role: string): Promise<boolean> {
  const made = await ensureGroupRole(client, role)
  if (made.outcome !== 'forbidden') return made.outcome === 'created'
  throw new MigrationError(
    `The role ${role} is missing and this login may not make it. As a role with CREATEROLE, run: ${made.statement}; then migrate again.`,
    { cause: made.cause },
  )
}

/** Gives the group role exactly its rights, in one transaction: a running service never sees them missing. */
export async function grantRights(client: Client, role: string): Promise<void> {
  const grantee = escapeIdentifier(role)
  const grants = Object.entries(rights).flatMap(([table, privileges]) => {
    const on = `ON ${escapeIdentifier(table)}`
    return [`REVOKE ALL ${on} FROM ${grantee}`].concat(privileges.map((right) => `GRANT ${right} ${on} TO ${grantee}`))
  })
  const schema = await currentSchema(client)
  const statements = ['BEGIN', `GRANT USAGE ON SCHEMA ${escapeIdentifier(schema)} TO ${grantee}`, ...grants, 'COMMIT']
  await client.query(statements.join('; '))
}

/** The schema that our tables are in. */
export async function currentSchema(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('SELECT current_schema() AS schema')
  const schema = rows[0]?.schema ?? null
  if (schema === null) throw new MigrationError('The search_path names no schema that exists.')
  return schema
}
