import { escapeIdentifier } from 'pg'
import { alterOrders } from '../migrate/lock-retries.ts'
import { MigrationError, type MigrationSession } from '../migrate/migration-session.ts'

/** The policy that shows the legacy service every row of `orders` while both services are running. */
const policy = 'deployed_service'

/**
 * Checks the roles before anything is changed. Throws `MigrationError` if one of them does not exist, or if it would
 * show every tenant's rows to a login that is a member of the service's own group.
 */
export async function checkLegacyRoles(
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
  const { rows: shared } = await client.query<{ kept: string; login: string }>(
    `SELECT kept.rolname AS kept, login.rolname AS login FROM pg_roles AS kept, pg_roles AS login
     WHERE kept.rolname = ANY($1) AND NOT login.rolsuper
       AND pg_has_role(login.oid, kept.oid, 'USAGE')
       AND pg_has_role(login.oid, (SELECT oid FROM pg_roles WHERE rolname = $2), 'USAGE')
     ORDER BY login.rolname = $2, kept.rolname, login.rolname LIMIT 1`,
    [roles, runtimeRole],
  )
  const [first] = shared
  if (first === undefined) return
  throw new MigrationError(
    `The access of ${first.kept} can't be kept: ${first.login} is a member of it and of ${runtimeRole}, and would see every tenant's orders. Give the service a login of its own.`,
  )
}

/**
 * Makes the policy hold for exactly these roles, or drops it if there are none. Locks nothing if that is already so.
 * Without row-level security the policy exists and has no effect.
 */
export async function setLegacyRoles(session: MigrationSession, roles: readonly string[]): Promise<void> {
  const { client, log } = session
  const wanted = [...new Set(roles)].toSorted()
  const present = await readRoles(session)
  if (present === null ? wanted.length === 0 : present.join() === wanted.join()) return
  await alterOrders(session, 'change who sees every row of orders', async () => {
    await client.query(`DROP POLICY IF EXISTS "${policy}" ON "orders"`)
    if (wanted.length === 0) return
    const grantees = wanted.map(escapeIdentifier).join(', ')
    await client.query(`CREATE POLICY "${policy}" ON "orders" FOR ALL TO ${grantees} USING (true) WITH CHECK (true)`)
  })
  log(
    wanted.length === 0
      ? `Dropped the policy ${policy}: ${present?.join(', ') ?? ''} no longer sees every row of orders.`
      : `Every row of orders stays visible to ${wanted.join(', ')} (policy ${policy}), until a run that does not name it.`,
  )
}

/** True if this run takes the access of the legacy service away: that service has stopped. */
export async function endsLegacyAccess(session: MigrationSession, roles: readonly string[]): Promise<boolean> {
  return roles.length === 0 && (await readRoles(session)) !== null
}

/** Returns the roles of the policy, or null if there is no such policy. */
async function readRoles({ client }: MigrationSession): Promise<readonly string[] | null> {
  const { rows } = await client.query<{ roles: string[] }>(
    `SELECT ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY(polroles)) AS roles
     FROM pg_policy WHERE polrelid = to_regclass('orders') AND polname = $1`,
    [policy],
  )
  return rows[0]?.roles.toSorted() ?? null
}
