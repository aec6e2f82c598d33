import type { AccessScene } from './access-scene.ts'

/** The tables through which the service answers what is asked of it, and what it may do to each. */
const tables = {
  orders: ['SELECT'],
  members: ['SELECT'],
  api_keys: ['SELECT', 'UPDATE (last_used_at)'],
} as const

/**
 * Removes the application's own filter by tenant from every read of orders, members and keys, without a change to the service: it
 * meets views in place of the tables, whose every row says that it is the asking tenant's. `tenant_id = $1` is then true of
 * all rows, and row-level security, which holds beneath the views, is all that is left.
 */
export async function removeFilter({ service }: AccessScene): Promise<void> {
  const { database } = service
  const role = database.runtimeRole
  const columns = await database.superuserQuery(`
    SELECT relname AS name, string_agg(CASE attname
        WHEN 'tenant_id' THEN 'current_setting(''orderport.tenant_id'', true) AS tenant_id' ELSE quote_ident(attname)
      END, ', ' ORDER BY attnum) AS list
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY ('{${Object.keys(tables).join(',')}}')
      AND attnum > 0 AND NOT attisdropped GROUP BY relname`)
  const views = columns.map(
    ({ name, list }) => `CREATE VIEW unfiltered.${String(name)} WITH (security_invoker = true)
      AS SELECT ${String(list)} FROM public.${String(name)}`,
  )
  const grants = Object.entries(tables).flatMap(([name, rights]) =>
    rights.map((right) => `GRANT ${right} ON unfiltered.${name} TO ${role}`),
  )
  await database.superuserQuery(
    [
      'CREATE SCHEMA unfiltered',
      `GRANT USAGE ON SCHEMA unfiltered TO ${role}`,
      ...views,
      ...grants,
      `ALTER ROLE ${role} SET search_path = unfiltered, public`,
    ].join('; '),
  )
  // Sessions that are open still see the tables.
  await database.superuserQuery(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`)
}

/** Takes row-level security away too: what is left then is nothing. */
export async function openTheTables({ service }: AccessScene): Promise<void> {
  const opened = Object.keys(tables).map((name) => `ALTER TABLE public.${name} DISABLE ROW LEVEL SECURITY`)
  await service.database.superuserQuery(opened.join('; '))
}
