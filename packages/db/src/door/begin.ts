import { escapeLiteral, type ClientBase } from 'pg'

/** The statements that begin a transaction with these settings, which end with it. READ COMMITTED, whatever the role's default. */
export function beginWith(settings: Readonly<Record<string, string | number>> = {}): string {
  const set = Object.entries(settings).map(
    ([name, value]) => `SET LOCAL ${name} = ${typeof value === 'number' ? value : escapeLiteral(value)}`,
  )
  return ['BEGIN ISOLATION LEVEL READ COMMITTED', ...set].join('; ')
}

/** Runs the work in one transaction that `begin` begins; all of it is done, or nothing. */
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
    // Closing the connection rolls back too; this only frees the tables sooner.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
