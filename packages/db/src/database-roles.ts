import type { TenantDatabase } from './tenant-database/tenant-database.ts'
import { tenantTables } from './tenant-database/tenant-tables.ts'

/** The group role with the service's rights. The login role in `DATABASE_URL` is a member of it. */
export const runtimeRole = 'orderport_app'

/** The group role that may read every tenant's rows: for inspection by people, never for the service. */
export const studioRole = 'orderport_studio'

/**
 * SQL for the last argument of `pg_has_role`: the right to SET ROLE. From PostgreSQL 16 on a membership may lack it,
 * and the creator of a role does not have it automatically.
 */
export const setRoleRight = `
  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END`

interface RoleRow {
  readonly role: string
  readonly superuser: boolean
  readonly bypasses: boolean
  readonly owner: boolean
  readonly member: boolean
  readonly inspector: boolean
  readonly grants: boolean
  /** A role that it may become and that row-level security does not hold. */
  readonly elevated: string | null
  readonly open_tables: readonly string[]
}

/**
 * Returns what is wrong with the role of our connection and with row-level security, one English line for each fault;
 * an empty list when the service may run. A superuser counts as a member of every role, so its ownership is compared by
 * name.
 */
export async function checkRuntimeRole(database: TenantDatabase['withoutTenant']): Promise<string[]> {
  const { rows } = await database.query<RoleRow>({
    text: `
      SELECT me.rolname AS role, me.rolsuper AS superuser, me.rolbypassrls AS bypasses,
        COALESCE(
          CASE WHEN me.rolsuper THEN owned.relowner = me.oid ELSE pg_has_role(me.oid, owned.relowner, 'MEMBER') END,
          false
        ) AS owner,
        COALESCE(pg_has_role(me.oid, app.oid, 'USAGE'), false) AS member,
        COALESCE(NOT me.rolsuper AND pg_has_role(me.oid, studio.oid, 'MEMBER'), false) AS inspector,
        NOT me.rolsuper AND me.rolcreaterole AS grants,
        (SELECT min(elevated.rolname)::text FROM pg_roles AS elevated
         WHERE NOT me.rolsuper AND elevated.oid <> me.oid AND (elevated.rolsuper OR elevated.rolbypassrls)
           AND pg_has_role(me.oid, elevated.oid, 'MEMBER')) AS elevated,
        ARRAY(
          SELECT open.relname::text FROM pg_class AS open
          WHERE open.oid = ANY (SELECT to_regclass(name) FROM unnest($3::text[]) AS name)
            AND NOT (open.relrowsecurity AND open.relforcerowsecurity)
          ORDER BY open.relname
        ) AS open_tables
      FROM pg_roles AS me
      LEFT JOIN pg_class AS owned ON owned.oid = to_regclass('orders')
      LEFT JOIN pg_roles AS app ON app.rolname = $1
      LEFT JOIN pg_roles AS studio ON studio.rolname = $2
      WHERE me.rolname = current_user`,
    values: [runtimeRole, studioRole, tenantTables],
  })
  return rows.flatMap((row) => roleFaults(row).concat(tableFaults(row)))
}

function roleFaults({ role, superuser, bypasses, owner, member, inspector, grants, elevated }: RoleRow): string[] {
  const faults = [
    superuser && 'is a superuser',
    bypasses && !superuser && 'has BYPASSRLS',
    owner && 'owns the table orders (or is a member of the role that does)',
    inspector && `is a member of ${studioRole}, which sees every tenant`,
    elevated !== null && `may become ${elevated}, which is a superuser or has BYPASSRLS`,
    grants && 'has CREATEROLE, and could give itself other roles',
    !member && `is not a member of ${runtimeRole}: run npm run migrate, then GRANT ${runtimeRole} TO it`,
  ]
  return faults.filter((fault) => fault !== false).map((fault) => `The database role "${role}" ${fault}.`)
}

/** Ignores a database that has not been migrated: it has no rows to protect, and is not ready before `migrate`. */
function tableFaults({ open_tables: tables, member }: RoleRow): string[] {
  if (tables.length === 0 || !member) return []
  return [`Row-level security is not forced on ${tables.join(', ')}: run npm run migrate.`]
}
