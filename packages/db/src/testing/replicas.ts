import type { FlightKey } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { createDatabase, type Database, type DatabaseOptions } from '../database.ts'
import { migratedDatabase } from './migrated-database.ts'
import { channelOrder, tenantA } from './sample-order.ts'

/** An import of the sample order. */
export const flightKey: FlightKey = {
  tenantId: tenantA,
  channel: 'amazon',
  externalOrderId: channelOrder().externalOrderId,
  refresh: false,
}

interface Replicas extends AsyncDisposable {
  readonly one: Database
  readonly other: Database
  readonly sql: TestDatabase['superuserQuery']
}

/** One database as two processes see it: each with flights of its own and one connection, which answers in order. */
export async function replicas(options: Omit<DatabaseOptions, 'url'> = {}): Promise<Replicas> {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const one = started.use(createDatabase({ url: testDatabase.runtimeUrl, poolSize: 1, ...options }))
  const other = started.use(createDatabase({ url: testDatabase.runtimeUrl, poolSize: 1, ...options }))
  const owned = started.move()
  return {
    one,
    other,
    sql: (text) => testDatabase.superuserQuery(text),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
