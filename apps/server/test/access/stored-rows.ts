import type { startOrderport } from '../harness/start-orderport.ts'

type Database = Awaited<ReturnType<typeof startOrderport>>['database']

interface StoredRows extends AsyncDisposable {
  /** Every row that is stored now, as one text to compare. */
  read(): Promise<string>
}

/** Tables that record calls by design: the audit, running imports, and the used quota. */
const recordsOfCalls = ['audit_event', 'import_flights', 'upstream_usage']

/**
 * Opens a connection that reads every row of every table, whichever tenant's, as one text. Tables that record calls are
 * left out, and so is the time at which a key was last used. A table of a later migration is included by itself. Throws
 * where there are hardly any tables.
 */
export async function watchStoredRows(database: Database): Promise<StoredRows> {
  await using opened = new AsyncDisposableStack()
  const session = opened.use(await database.openSuperuserSession())
  const tables = await session.query(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND relname <> ALL ('{${recordsOfCalls.join(',')}}') ORDER BY relname`)
  if (tables.length < 5) throw new Error('there are no tables to watch')
  const selects = tables.map(({ name }) => {
    const rows = `jsonb_agg(to_jsonb(t) - 'last_used_at' ORDER BY to_jsonb(t)::text)`
    return `SELECT '${String(name)}' AS name, ${rows} AS rows FROM public.${String(name)} AS t`
  })
  const sql = selects.join(' UNION ALL ')
  const owned = opened.move()
  return {
    read: async () => JSON.stringify(await session.query(sql)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
