import type { ImportPage, NewImport, NewOrder } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { createDatabase, type Database } from '../database.ts'
import { migratedDatabase } from './migrated-database.ts'
import { channelOrder } from './sample-order.ts'

export const start = '2026-02-06T09:00:00.000Z'
export const later = '2026-02-06T09:05:00.000Z'
export const since = '2026-01-01T00:00:00.000Z'
export const until = '2026-02-01T00:00:00.000Z'
export const importId = 'imp-1'

/** A migrated database, and the service on it. */
export interface ImportFixture extends AsyncDisposable {
  readonly testDatabase: TestDatabase
  readonly database: Database
  readonly sql: TestDatabase['superuserQuery']
  /** Returns what is queued, oldest first: what the job holds, and when it may start. */
  jobs(): Promise<readonly { readonly data: unknown; readonly startAfter: string }[]>
}

export async function importFixture(): Promise<ImportFixture> {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const database = started.use(createDatabase({ url: testDatabase.runtimeUrl, connectTimeoutMs: 20_000 }))
  const owned = started.move()
  return {
    testDatabase,
    database,
    sql: (text) => testDatabase.superuserQuery(text),
    async jobs() {
      const rows = await testDatabase.superuserQuery(
        `SELECT data, start_after FROM pgboss.job WHERE state = 'created' ORDER BY created_on, id`,
      )
      return rows.map(({ data, start_after: at }) => ({ data, startAfter: at instanceof Date ? at.toISOString() : '' }))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export function referencesImport(references: readonly string[], changes: Partial<NewImport> = {}): NewImport {
  return {
    id: importId,
    channel: 'amazon',
    kind: 'references',
    requestedBy: 'agent@example.com',
    since: null,
    until: null,
    references,
    now: start,
    ...changes,
  }
}

export function backfill(changes: Partial<NewImport> = {}): NewImport {
  return referencesImport([], { kind: 'backfill', since, until, ...changes })
}

/** Returns the reference of the order with that number. */
export function referenceOf(number: number): string {
  return `171-0000000-${String(number).padStart(7, '0')}`
}

export function pageOrder(number: number, changes: Parameters<typeof channelOrder>[0] = {}): NewOrder {
  const externalOrderId = referenceOf(number)
  return {
    id: `ord-${number}-${Math.random().toString(36).slice(2)}`,
    now: later,
    fetched: channelOrder({ externalOrderId, rawData: { orderId: externalOrderId }, ...changes }),
    source: 'amazon_spapi',
  }
}

/** Returns a page of the first window with these orders. */
export function page(
  numbers: readonly number[],
  [token, nextToken]: readonly [string | null, string | null],
  changes: Partial<ImportPage> = {},
): ImportPage {
  const orders = numbers.map((number) => pageOrder(number))
  return { windowNumber: 1, token, nextToken, orders, unread: [], now: later, ...changes }
}
