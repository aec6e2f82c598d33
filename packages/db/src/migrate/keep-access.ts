import { escapeIdentifier } from 'pg'
import { alterOrders } from './beside-others.ts'
import { MigrationError } from './migration-error.ts'
import type { MigrationSession } from './migration-session.ts'

/** The policy by which the service before this one sees every row of `orders` while both are running. */
const policy = 'deployed_service'

/**
 * Throws `MigrationError`, before anything is changed, if one of the roles does not exist, or if a login that belongs to
 * the service's own group would see every tenant's rows by it.
 */
export async function checkKeptRoles(
  { client }: MigrationSession,
  roles: readonly string[],
  runtimeRole: string,
): Promise<void> {
  const { rows: present } = await client.query<{ role: string }>(
    'SELECT rolname AS role FROM pg_roles WHERE rolname = ANY($1)',
    [roles],
  )
  const missing = roles.find((role) => !present.some((row) => row.role === role))
  if (missing !== undefined)
    throw new MigrationError(`The role ${missing}, whose access is to be kept, does not exist.`)
  const { rows: opened } = await client.query<{ kept: string; login: string }>(
    `SELECT kept.rolname AS kept, login.rolname AS login FROM pg_roles AS kept, pg_roles AS login
     WHERE kept.rolname = ANY($1) AND NOT login.rolsuper
       AND pg_has_role(login.oid, kept.oid, 'USAGE') AND pg_has_role(login.oid, (SELECT oid FROM pg_roles WHERE rolname = $2), 'USAGE')
     ORDER BY login.rolname = $2, kept.rolname, login.rolname LIMIT 1`,
    [roles, runtimeRole],
  )
  const [first] = opened
  if (first === undefined) return
  throw new MigrationError(
    `The access of ${first.kept} can't be kept: ${first.login} is a member of it and of ${runtimeRole}, and would see every tenant's orders. Give the service a login of its own.`,
  )
}

/**
 * Makes the policy hold for exactly these roles; for none, drops it. Nothing is locked when it is so already. Without
 * row-level security the policy is there and has no effect.
 */
export async function keepAccess(session: MigrationSession, roles: readonly string[]): Promise<void> {
  const { client, log } = session
  const wanted = [...new Set(roles)].toSorted()
  const present = await keptRoles(session)
  if (present === null ? wanted.length === 0 : present.join() === wanted.join()) return
  await alterOrders(session, 'change who sees every row of orders', async () => {
    await client.query(`DROP POLICY IF EXISTS "${policy}" ON "orders"`)
    if (wanted.length === 0) return
    await client.query(
      `CREATE POLICY "${policy}" ON "orders" FOR ALL TO ${wanted.map(escapeIdentifier).join(', ')} USING (true) WITH CHECK (true)`,
    )
  })
  log(
    wanted.length === 0
      ? `Dropped the policy ${policy}: ${present?.join(', ') ?? ''} no longer sees every row of orders.`
      : `Every row of orders stays visible to ${wanted.join(', ')} (policy ${policy}), until a run that does not name it.`,
  )
}

/** The roles that the policy names, or null where there is no such policy. */
async function keptRoles({ client }: MigrationSession): Promise<readonly string[] | null> {
  const { rows } = await client.query<{ roles: string[] }>(
    `SELECT ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY(polroles)) AS roles
     FROM pg_policy WHERE polrelid = to_regclass('orders') AND polname = $1`,
    [policy],
  )
  return rows[0]?.roles.toSorted() ?? null
}
