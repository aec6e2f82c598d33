import type { AccessFixture } from './access-fixture.ts'

/** The tables that the service reads to answer a call, and the rights that it needs on each. */
const tables = {
  orders: ['SELECT'],
  members: ['SELECT'],
  api_keys: ['SELECT', 'UPDATE (last_used_at)'],
  imports: ['SELECT', 'UPDATE'],
  import_items: ['SELECT', 'UPDATE'],
  import_windows: ['SELECT', 'UPDATE'],
} as const

/**
 * Makes the service's filter by tenant ineffective in every read of orders, members, keys and imports, without a change
 * to the service: it finds views instead of the tables, and each row of a view says that it is the current tenant's.
 * The condition `tenant_id = $1` is then true for all rows, so that only row-level security, which applies below the
 * views, is left. An import also reads an order's `xmin`, which a view has only if it selects it.
 */
export async function removeTenantFilter({ service }: AccessFixture): Promise<void> {
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
      AS SELECT ${String(list)}, xmin FROM public.${String(name)}`,
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
  // Open sessions still see the tables.
  await database.superuserQuery(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`)
}

/**
 * Disables row-level security, and the search's own lock: as an ordinary function it leaves the search to the tables.
 * After `removeTenantFilter`, nothing separates the tenants any more.
 */
export async function disableRowSecurity({ service }: AccessFixture): Promise<void> {
  const statements = Object.keys(tables).map((name) => `ALTER TABLE public.${name} DISABLE ROW LEVEL SECURITY`)
  await service.database.superuserQuery([...statements, 'ALTER FUNCTION search_orders SECURITY INVOKER'].join('; '))
}
