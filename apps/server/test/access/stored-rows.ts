import type { startOrderport } from '../harness/start-orderport.ts'

type Database = Awaited<ReturnType<typeof startOrderport>>['database']

/** What was asked is noted in these by design: who asked, what is on its way, how much of a quota is used. */
const notes = ['audit_event', 'import_flights', 'upstream_usage']

/**
 * Gives a function that reads every row of every table, whosever it is, but those that only note what was asked. A table that is added
 * later is read too. When a key was last used is no change.
 */
export async function storedRows(database: Database): Promise<() => Promise<string>> {
  const tables = await database.superuserQuery(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND relname <> ALL ('{${notes.join(',')}}') ORDER BY relname`)
  if (tables.length < 5) throw new Error('there are no tables to watch')
  const selects = tables.map(
    ({
      name,
    }) => `SELECT '${String(name)}' AS name, jsonb_agg(to_jsonb(t) - 'last_used_at' ORDER BY to_jsonb(t)::text) AS rows
      FROM public.${String(name)} AS t`,
  )
  const sql = selects.join(' UNION ALL ')
  return async () => JSON.stringify(await database.superuserQuery(sql))
}
