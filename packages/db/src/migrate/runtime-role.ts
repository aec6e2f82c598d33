import { escapeIdentifier, type Client } from 'pg'
import { countFunctions } from '../database-roles.ts'
import { ensureGroupRole } from './group-role.ts'
import { MigrationError } from './migration-session.ts'

/**
 * The service's rights on each of our tables and sequences. Every run grants them, not a migration: roles belong to the
 * server and not to the database, so a restored or copied database arrives without them.
 */
const rights: Readonly<Record<string, readonly string[]>> = {
  orders: ['SELECT', 'INSERT', 'UPDATE'],
  // Written by the triggers of orders, which run as another role.
  order_counts: ['SELECT'],
  order_counts_id_seq: [],
  channel_connections: ['SELECT', 'INSERT', 'UPDATE'],
  seller_claims: ['SELECT', 'INSERT', 'UPDATE (proven_at)', 'DELETE'],
  // The duplicates of every tenant, for an operator.
  orders_duplicates: [],
  upstream_usage: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  import_flights: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  import_flights_fence_seq: ['USAGE'],
  imports: ['SELECT', 'INSERT', 'UPDATE'],
  import_items: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  import_windows: ['SELECT', 'INSERT', 'UPDATE'],
  order_sweeps: ['SELECT', 'INSERT', 'UPDATE'],
  refresh_failures: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
  // Only an operator changes who may do what.
  tenants: ['SELECT'],
  members: ['SELECT'],
  api_keys: ['SELECT', 'UPDATE (last_used_at)'],
  // The service appends, and never reads, changes or deletes.
  audit_event: ['INSERT'],
  audit_event_id_seq: ['USAGE'],
  // Read for readiness; only the owner writes the history.
  _prisma_migrations: ['SELECT'],
}

/**
 * Creates the group role if it is missing, and returns whether it was. Throws `MigrationError`, with the statement to
 * run by hand, if our login may not create it.
 */
export async function ensureRuntimeRole(client: Client, role: string): Promise<boolean> {
  const made = await ensureGroupRole(client, role)
  if (made.outcome !== 'forbidden') return made.outcome === 'created'
  throw new MigrationError(
    `The role ${role} is missing and this login may not make it. As a role with CREATEROLE, run: ${made.statement}; then migrate again.`,
    { cause: made.cause },
  )
}

/** Grants the group role exactly its rights, in one transaction, so that a running service never lacks them. */
export async function grantRights(client: Client, role: string): Promise<void> {
  const grantee = escapeIdentifier(role)
  const grants = Object.entries(rights).flatMap(([table, privileges]) => {
    const on = `ON ${escapeIdentifier(table)}`
    return [`REVOKE ALL ${on} FROM ${grantee}`].concat(privileges.map((right) => `GRANT ${right} ${on} TO ${grantee}`))
  })
  const schema = await currentSchema(client)
  const onSchema = `GRANT USAGE ON SCHEMA ${escapeIdentifier(schema)} TO ${grantee}`
  const onFunctions = countFunctions.map((name) => `GRANT EXECUTE ON FUNCTION ${name} TO ${grantee}`)
  const statements = ['BEGIN', onSchema, ...grants, ...onFunctions, 'COMMIT']
  await client.query(statements.join('; '))
}

/** Returns the schema of our tables. */
export async function currentSchema(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('SELECT current_schema() AS schema')
  const schema = rows[0]?.schema ?? null
  if (schema === null) throw new MigrationError('The search_path names no schema that exists.')
  return schema
}
