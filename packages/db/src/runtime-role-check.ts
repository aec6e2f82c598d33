import type { Pool } from 'pg'

/** The group role that holds the service's rights; the login role of `DATABASE_URL` is its member. */
export const runtimeRole = 'orderport_app'

interface RoleRow {
  readonly role: string
  readonly superuser: boolean
  readonly bypasses: boolean
  readonly owner: boolean
  readonly member: boolean
}

/**
 * What is wrong with the role that we are connected as, one English line a fault; none when it may run the service.
 * A superuser counts as a member of every role, so for it ownership is looked at by name.
 */
export async function checkRuntimeRole(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<RoleRow>({
    text: `
      SELECT me.rolname AS role, me.rolsuper AS superuser, me.rolbypassrls AS bypasses,
        COALESCE(
          CASE WHEN me.rolsuper THEN owned.relowner = me.oid ELSE pg_has_role(me.oid, owned.relowner, 'MEMBER') END, false
        ) AS owner,
        COALESCE(pg_has_role(me.oid, app.oid, 'USAGE'), false) AS member
      FROM pg_roles AS me
      LEFT JOIN pg_class AS owned ON owned.oid = to_regclass('orders')
      LEFT JOIN pg_roles AS app ON app.rolname = $1
      WHERE me.rolname = current_user`,
    values: [runtimeRole],
  })
  return rows.flatMap((row) => faultsOf(row))
}

function faultsOf({ role, superuser, bypasses, owner, member }: RoleRow): string[] {
  const faults = [
    superuser && 'is a superuser',
    bypasses && !superuser && 'has BYPASSRLS',
    owner && 'owns the table orders (or is a member of the role that does)',
    !member && `is not a member of ${runtimeRole}: run npm run migrate, then GRANT ${runtimeRole} TO it`,
  ]
  return faults.filter((fault) => fault !== false).map((fault) => `The database role "${role}" ${fault}.`)
}
