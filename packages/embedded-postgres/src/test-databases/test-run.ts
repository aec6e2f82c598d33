import type { Client } from 'pg'

/** A run holds an advisory lock of this class while it is alive; the second key is the hash of its prefix. */
const runLockClass = 7_106_502

/** Marks the run as alive while the connection lasts. */
export async function holdRun(client: Client, prefix: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [runLockClass, prefix])
}

/** Drops what killed runs left on the server: their role exists, and nobody holds their lock. */
export async function dropAbandonedRuns(client: Client): Promise<void> {
  for (const owner of await names(
    client,
    "SELECT rolname AS name FROM pg_roles WHERE rolname ~ '^op_[0-9a-f]{8}_owner$'",
  )) {
    const prefix = owner.slice(0, -'_owner'.length)
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS free', [
      runLockClass,
      prefix,
    ])
    if (rows[0]?.free !== true) continue
    await dropEverythingOf(client, prefix)
    await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [runLockClass, prefix])
  }
}

/** Drops every database and role of one run. */
export async function dropEverythingOf(client: Client, prefix: string): Promise<void> {
  const pattern = `'^${prefix}_'`
  for (const database of await names(client, `SELECT datname AS name FROM pg_database WHERE datname ~ ${pattern}`)) {
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  }
  const roles = await names(client, `SELECT rolname AS name FROM pg_roles WHERE rolname ~ ${pattern}`)
  // A role that granted memberships can't be dropped otherwise.
  for (const role of roles) await client.query(`DROP OWNED BY ${role}`)
  for (const role of roles) await client.query(`DROP ROLE ${role}`)
}

async function names(client: Client, sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(sql)
  return rows.map((row) => row.name)
}
