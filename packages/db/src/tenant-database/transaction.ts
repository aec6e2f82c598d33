import { escapeLiteral, type ClientBase } from 'pg'

/** Returns the statements that begin a READ COMMITTED transaction with these settings. The settings end with it. */
export function beginWith(settings: Readonly<Record<string, string | number>> = {}): string {
  const set = Object.entries(settings).map(
    ([name, value]) => `SET LOCAL ${name} = ${typeof value === 'number' ? value : escapeLiteral(value)}`,
  )
  return ['BEGIN ISOLATION LEVEL READ COMMITTED', ...set].join('; ')
}

/** Runs the work in one transaction, which the statements in `begin` start: all of it is committed, or nothing. */
export async function inTransaction<T>(
  client: Pick<ClientBase, 'query'>,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await client.query(begin)
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    // Closing the connection rolls back too; this only releases the locks sooner.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
