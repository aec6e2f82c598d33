import type { ImportKey } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { createDatabase, type Database, type DatabaseOptions } from '../database.ts'
import { migratedDatabase } from './migrated-database.ts'
import { channelOrder, tenantA } from './sample-order.ts'

/** An import of the sample order. */
export const importKey: ImportKey = {
  tenantId: tenantA,
  channel: 'amazon',
  externalOrderId: channelOrder().externalOrderId,
  refresh: false,
}

interface Replicas extends AsyncDisposable {
  readonly one: Database
  readonly other: Database
  readonly sql: TestDatabase['superuserQuery']
  /** Resolves when an import of either replica next finds the lease held and waits. */
  nextWait(): Promise<void>
}

/** One database as two processes see it: each with imports of its own and one connection, which answers in order. */
export async function replicas(options: Omit<DatabaseOptions, 'url' | 'random'> = {}): Promise<Replicas> {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  let onWait = () => {}
  // An import draws a number for each pause between two looks at the lease, and for nothing else.
  const random = () => {
    onWait()
    return 0.5
  }
  const replica = () => createDatabase({ url: testDatabase.runtimeUrl, poolSize: 1, random, ...options })
  const one = started.use(replica())
  const other = started.use(replica())
  const owned = started.move()
  return {
    one,
    other,
    sql: (text) => testDatabase.superuserQuery(text),
    nextWait: () =>
      new Promise((resolve) => {
        onWait = resolve
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
