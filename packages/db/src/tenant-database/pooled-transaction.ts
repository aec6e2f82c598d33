import type { PoolClient } from 'pg'
import { setScope, type AnyResult, type ScopedStatement } from './scoped-transaction.ts'
import { beginWith } from './transaction.ts'

export interface PooledOptions {
  /** Settings of each transaction: behind a pooler, no session keeps them. */
  readonly limits: Readonly<Record<string, number>>
  /** Whether the pooler carries prepared statements from session to session. */
  readonly prepares: boolean
}

/**
 * Does what `runScoped` does behind a pooler in transaction mode, where another session answers each transaction: each
 * sets its own limits and isolation level. BEGIN, the statements and COMMIT are sent together: one round trip.
 */
export async function runPooled(
  client: PoolClient,
  statements: readonly ScopedStatement[],
  { limits, prepares }: PooledOptions,
): Promise<readonly AnyResult[]> {
  const begin = client.query(beginWith(limits))
  const steps = statements.flatMap(({ scope, statement }) => [setScope(scope), statement])
  const answers = steps.map(({ name, ...unnamed }) =>
    client.query(prepares && name !== undefined ? { name, ...unnamed } : unnamed),
  )
  const [begun, ended, ...answered] = await Promise.allSettled([begin, client.query('COMMIT'), ...answers])
  const failed = [begun, ...answered, ended].find((outcome) => outcome?.status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  return answered.flatMap((outcome, index) =>
    index % 2 === 1 && outcome.status === 'fulfilled' ? [outcome.value] : [],
  )
}
