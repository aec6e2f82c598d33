import { escapeLiteral, type ClientBase } from 'pg'

/** Returns the statements that begin a READ COMMITTED transaction with these settings. The settings end with it. */
export function beginWith(settings: Readonly<Record<string, string | number>> = {}): string {
  const set = Object.entries(settings).map(
    ([name, value]) => `SET LOCAL ${name} = ${typeof value === 'number' ? value : escapeLiteral(value)}`,
  )
  return ['BEGIN ISOLATION LEVEL READ COMMITTED', ...set].join('; ')
}

/**
 * Runs the work in one transaction, which the statements in `begin` start: all of it is committed, or nothing. The
 * first statement of the work follows `begin` without waiting for its answer. COMMIT is sent once the work is done:
 * work that a lost connection interrupts is never committed.
 */
export async function inTransaction<T>(
  client: Pick<ClientBase, 'query'>,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const [begun, worked] = await Promise.allSettled([client.query(begin), work()])
    if (begun.status === 'rejected') throw begun.reason
    if (worked.status === 'rejected') throw worked.reason
    await client.query('COMMIT')
    return worked.value
  } catch (error) {
    // Closing the connection rolls back too; this only releases the locks sooner.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
