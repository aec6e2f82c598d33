import { missedPooler, type PoolOptions } from './tenant-database/pool.ts'
import type { TenantDatabase } from './tenant-database/tenant-database.ts'
import { tenantTables } from './tenant-database/tenant-tables.ts'

/** The group role with the service's rights. The login role in `DATABASE_URL` is a member of it. */
export const runtimeRole = 'orderport_app'

/** The group role that may read every tenant's rows: for inspection by people, never for the service. */
export const studioRole = 'orderport_studio'

/** The role as which searches and counters run: it sees every tenant's codes and counts. Nobody is a member of it. */
export const searchRole = 'orderport_search'

/** The function that the service calls to search. */
const searchFunction = 'search_orders(text, text, text)'

/** The function that the service's worker calls to find the connections of all tenants. */
export const connectionsFunction = 'list_connections()'

/** The function that the service's worker calls to find whose a selling account is. */
const sellerFunction = 'tenant_of_seller(text, text)'

/** The functions that run as `searchRole` and that the service may call. */
export const calledFunctions = [searchFunction, connectionsFunction, sellerFunction]

/** The functions that run as `searchRole`. Nobody else may call them, and the service may not change them. */
export const guardedFunctions = [...calledFunctions, 'count_orders()', 'recount_order()', 'fold_order_counts(text)']

/** The functions that the service calls to count what all tenants have. They run as the owner. */
export const countFunctions = ['count_connections()', 'count_imports()']

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
  /** A group that sees every tenant and that it is a member of. */
  readonly inspector: string | null
  readonly grants: boolean
  /** A role that it may become and that row-level security does not hold. */
  readonly elevated: string | null
  readonly open_tables: readonly string[]
  readonly open_functions: readonly string[]
}

/**
 * Returns what is wrong with a connection of the service, one English line for each fault: a pooler that its URL does
 * not name, else its role.
 */
export async function checkConnection(
  { withoutTenant: database }: Pick<TenantDatabase, 'withoutTenant'>,
  options: Pick<PoolOptions, 'url' | 'statementTimeoutMs'>,
): Promise<string[]> {
  const pooler = await missedPooler((text) => database.query({ text }), options)
  return pooler === null ? checkRuntimeRole(database) : [pooler]
}

/**
 * Returns what is wrong with the role of our connection and with row-level security, one English line for each fault;
 * an empty list when the service may run. A superuser counts as a member of every role, so its ownership is compared by
 * name.
 */
async function checkRuntimeRole(database: TenantDatabase['withoutTenant']): Promise<string[]> {
  const { rows } = await database.query<RoleRow>({
    text: `
      SELECT me.rolname AS role, me.rolsuper AS superuser, me.rolbypassrls AS bypasses,
        COALESCE(
          CASE WHEN me.rolsuper THEN owned.relowner = me.oid ELSE pg_has_role(me.oid, owned.relowner, 'MEMBER') END,
          false
        ) AS owner,
        COALESCE(pg_has_role(me.oid, app.oid, 'USAGE'), false) AS member,
        (SELECT min(seeing.rolname)::text FROM pg_roles AS seeing
         WHERE NOT me.rolsuper AND seeing.rolname = ANY ($2::text[]) AND pg_has_role(me.oid, seeing.oid, 'MEMBER')
        ) AS inspector,
        NOT me.rolsuper AND me.rolcreaterole AS grants,
        (SELECT min(elevated.rolname)::text FROM pg_roles AS elevated
         WHERE NOT me.rolsuper AND elevated.oid <> me.oid AND (elevated.rolsuper OR elevated.rolbypassrls)
           AND pg_has_role(me.oid, elevated.oid, 'MEMBER')) AS elevated,
        ARRAY(
          SELECT open.relname::text FROM pg_class AS open
          WHERE open.oid = ANY (SELECT to_regclass(name) FROM unnest($3::text[]) AS name)
            AND NOT (open.relrowsecurity AND open.relforcerowsecurity)
          ORDER BY open.relname
        ) AS open_tables,
        ARRAY(
          SELECT open.proname::text FROM pg_proc AS open
          WHERE open.oid = ANY (SELECT to_regprocedure(name) FROM unnest($4::text[]) AS name) AND (
            open.proowner = me.oid OR open.proacl IS NULL
            OR EXISTS (SELECT FROM aclexplode(open.proacl) AS acl WHERE acl.grantee = 0)
            OR open.prosecdef AND NOT EXISTS (SELECT FROM unnest(open.proconfig) AS setting WHERE starts_with(setting, 'search_path='))
          )
          ORDER BY open.proname
        ) AS open_functions
      FROM pg_roles AS me
      LEFT JOIN pg_class AS owned ON owned.oid = to_regclass('orders')
      LEFT JOIN pg_roles AS app ON app.rolname = $1
      WHERE me.rolname = current_user`,
    values: [runtimeRole, [studioRole, searchRole], tenantTables, [...guardedFunctions, ...countFunctions]],
  })
  return rows.flatMap((row) => roleFaults(row).concat(protectionFaults(row)))
}

function roleFaults({ role, superuser, bypasses, owner, member, inspector, grants, elevated }: RoleRow): string[] {
  const faults = [
    superuser && 'is a superuser',
    bypasses && !superuser && 'has BYPASSRLS',
    owner && 'owns the table orders (or is a member of the role that does)',
    inspector !== null && `is a member of ${inspector}, which sees every tenant`,
    elevated !== null && `may become ${elevated}, which is a superuser or has BYPASSRLS`,
    grants && 'has CREATEROLE, and could give itself other roles',
    !member && `is not a member of ${runtimeRole}: run npm run migrate, then GRANT ${runtimeRole} TO it`,
  ]
  return faults.filter((fault) => fault !== false).map((fault) => `The database role "${role}" ${fault}.`)
}

/** Ignores a database that has not been migrated: it has no rows to protect, and is not ready before `migrate`. */
function protectionFaults({ role, open_tables: tables, open_functions: functions, member }: RoleRow): string[] {
  if (!member) return []
  return [
    tables.length > 0 && `Row-level security is not forced on ${tables.join(', ')}: run npm run migrate.`,
    functions.length > 0 &&
      `The function ${functions.join(', ')} belongs to "${role}", is open to everybody or has no search_path of its own: drop it and restore it from its migration.`,
  ].filter((fault) => fault !== false)
}
