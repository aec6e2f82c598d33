import type { QueryResult, QueryResultRow } from 'pg'

/** The row of a statement that gives exactly one. */
export function onlyRow<T extends QueryResultRow>({ rows }: QueryResult<T>): T {
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new Error(`A statement gave ${rows.length} rows instead of one.`)
  return row
}
