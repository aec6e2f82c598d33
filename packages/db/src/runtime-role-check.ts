import type { Door } from './door/door.ts'
import { tenantTables } from './tenant-tables.ts'

/** The group role that holds the service's rights; the login role of `DATABASE_URL` is its member. */
export const runtimeRole = 'orderport_app'

/** The group role that may read every tenant's rows: for inspection by people, never for the service. */
export const studioRole = 'orderport_studio'

interface RoleRow {
  readonly role: string
  readonly superuser: boolean
  readonly bypasses: boolean
  readonly owner: boolean
  readonly member: boolean
  readonly inspector: boolean
  readonly grants: boolean
  /** A role above row-level security that it may take. */
  readonly mighty: string | null
  readonly open_tables: readonly string[]
}

/**
 * What is wrong with the role that we are connected as, and with the lock that should hold it; one English line a fault, none when it
 * may run the service. A superuser counts as a member of every role, so for it ownership is looked at by name.
 */
export async function checkRuntimeRole(database: Door['withoutTenant']): Promise<string[]> {
  const { rows } = await database.query<RoleRow>({
    text: `
      SELECT me.rolname AS role, me.rolsuper AS superuser, me.rolbypassrls AS bypasses,
        COALESCE(
          CASE WHEN me.rolsuper THEN owned.relowner = me.oid ELSE pg_has_role(me.oid, owned.relowner, 'MEMBER') END, false
        ) AS owner,
        COALESCE(pg_has_role(me.oid, app.oid, 'USAGE'), false) AS member,
        COALESCE(NOT me.rolsuper AND pg_has_role(me.oid, studio.oid, 'MEMBER'), false) AS inspector,
        NOT me.rolsuper AND me.rolcreaterole AS grants,
        (SELECT min(mighty.rolname)::text FROM pg_roles AS mighty
         WHERE NOT me.rolsuper AND mighty.oid <> me.oid AND (mighty.rolsuper OR mighty.rolbypassrls)
           AND pg_has_role(me.oid, mighty.oid, 'MEMBER')) AS mighty,
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

function roleFaults({ role, superuser, bypasses, owner, member, inspector, grants, mighty }: RoleRow): string[] {
  const faults = [
    superuser && 'is a superuser',
    bypasses && !superuser && 'has BYPASSRLS',
    owner && 'owns the table orders (or is a member of the role that does)',
    inspector && `is a member of ${studioRole}, which sees every tenant`,
    mighty !== null && `may become ${mighty}, which is a superuser or has BYPASSRLS`,
    grants && 'has CREATEROLE, and could give itself other roles',
    !member && `is not a member of ${runtimeRole}: run npm run migrate, then GRANT ${runtimeRole} TO it`,
  ]
  return faults.filter((fault) => fault !== false).map((fault) => `The database role "${role}" ${fault}.`)
}

/** On a database that has not been migrated yet there is nothing to see through; it is unready until it has been. */
function tableFaults({ open_tables: tables, member }: RoleRow): string[] {
  if (tables.length === 0 || !member) return []
  return [`Row-level security is not forced on ${tables.join(', ')}: run npm run migrate.`]
}
