import type { ClientBase } from 'pg'
import { studioRole } from '../database-roles.ts'

/**
 * Returns why a connection of Studio could change something, one English line for each right that it has: its login, or
 * a role that the login may become. An empty list when it can only read.
 */
export async function writeRights(client: Pick<ClientBase, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(rightsSql, [studioRole])
  return rows.map(({ fault }) => fault)
}

/** `me` is the login, `mine` all roles that it is or may become. What everybody has counts as theirs. */
const rightsSql = `
  WITH me AS (SELECT oid, rolname FROM pg_roles WHERE rolname = session_user),
  mine AS (
    SELECT role.* FROM pg_roles AS role, me WHERE role.oid = me.oid OR pg_has_role(me.oid, role.oid, 'MEMBER')
  ),
  ours AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND NOT starts_with(nspname, 'pg_t')
  )
  SELECT format('The database role "%s" is a superuser, or has CREATEROLE, CREATEDB, BYPASSRLS or REPLICATION.', rolname)
    AS fault
  FROM mine WHERE rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication
  UNION ALL
  SELECT format('The database role "%s" may become %s: it may become %s alone.', me.rolname, mine.rolname, $1::text)
  FROM mine, me WHERE mine.oid <> me.oid AND mine.rolname <> $1
  UNION ALL
  SELECT format('The database role "%s" may not become %s: GRANT it.', me.rolname, $1::text)
  FROM me WHERE NOT EXISTS (SELECT FROM mine WHERE rolname = $1)
  UNION ALL
  SELECT format('The database role "%s" may write %s.%s.', mine.rolname, ours.nspname, relname)
  FROM mine, pg_class JOIN ours ON ours.oid = relnamespace
  WHERE NOT mine.rolsuper AND CASE
    WHEN relkind IN ('r', 'p', 'v', 'm', 'f') THEN
      has_table_privilege(mine.oid, pg_class.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
      OR has_any_column_privilege(mine.oid, pg_class.oid, 'INSERT, UPDATE')
    WHEN relkind = 'S' THEN has_sequence_privilege(mine.oid, pg_class.oid, 'USAGE, UPDATE')
    ELSE false END
  UNION ALL
  SELECT format('The database role "%s" may call %s, which runs as another role.', mine.rolname, pg_proc.oid::regprocedure)
  FROM mine, pg_proc JOIN ours ON ours.oid = pronamespace
  WHERE NOT mine.rolsuper AND prosecdef AND has_function_privilege(mine.oid, pg_proc.oid, 'EXECUTE')
  UNION ALL
  SELECT format('The database role "%s" may create in the schema %s.', mine.rolname, ours.nspname)
  FROM mine, ours WHERE NOT mine.rolsuper AND has_schema_privilege(mine.oid, ours.oid, 'CREATE')
  UNION ALL
  SELECT format('The database role "%s" may create schemas.', rolname)
  FROM mine WHERE NOT rolsuper AND has_database_privilege(oid, current_database(), 'CREATE')`
