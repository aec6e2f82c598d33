import { Client } from 'pg'
import { localTenants } from './local-tenants.ts'

/** Who may act for each of the local tenants. The printed commands call as the first. */
export const localMembers = [
  { email: 'agent@example.com', role: 'agent' },
  { email: 'admin@example.com', role: 'admin' },
] as const

/** Adds the local tenants and their members where they are missing; what operators changed stays as it is. */
export async function addLocalTenants(superuserUrl: string): Promise<void> {
  const tenants = localTenants().map(({ tenantId, name }) => ({ tenantId, name }))
  const client = new Client({
    connectionString: superuserUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  })
  await client.connect()
  try {
    await client.query(addSql, [JSON.stringify(tenants), JSON.stringify(localMembers)])
  } finally {
    await client.end()
  }
}

const addSql = `
  WITH given AS (
    SELECT "tenantId" AS id, name FROM json_to_recordset($1::json) AS tenant("tenantId" text, name text)
  ), added AS (
    INSERT INTO tenants (id, name) SELECT id, name FROM given ON CONFLICT DO NOTHING
  )
  INSERT INTO members (tenant_id, email, role)
  SELECT id, email, role FROM given, json_to_recordset($2::json) AS member(email text, role text)
  ON CONFLICT DO NOTHING`
