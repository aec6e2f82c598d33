import type { ConnectionCount, Database } from '@orderport/db'
import { connectionStatuses } from '@orderport/domain'
import { Gauge, type Registry } from 'prom-client'
import { createKeptAnswer } from './kept-answer.ts'

/** The count reads a whole table, and changes slowly. */
const countAgainAfterMs = 60_000

/** Counts the tenants' connections by state, and the failing ones by code. No series while they can't be counted. */
export function addConnectionGauges(
  registry: Registry,
  database: Pick<Database, 'countConnections'>,
  now: () => Date,
): void {
  const counts = createKeptAnswer<readonly ConnectionCount[]>(() => database.countConnections(), {
    keepMs: countAgainAfterMs,
    none: [],
    now,
  })
  const byState: Gauge<'channel' | 'state'> = new Gauge({
    name: 'orderport_connections',
    help: 'Connections of all tenants to marketplaces, by state',
    labelNames: ['channel', 'state'],
    registers: [registry],
    async collect() {
      const rows = await counts()
      byState.reset()
      for (const channel of new Set(rows.map((row) => row.channel))) {
        for (const state of connectionStatuses) byState.set({ channel, state }, 0)
      }
      for (const { channel, status, number } of rows) byState.inc({ channel, state: status ?? 'unknown' }, number)
    },
  })
  const failing: Gauge<'channel' | 'code'> = new Gauge({
    name: 'orderport_connections_failing',
    help: 'Connections of all tenants that failed last, by code',
    labelNames: ['channel', 'code'],
    registers: [registry],
    async collect() {
      const rows = await counts()
      failing.reset()
      for (const { channel, lastError, number } of rows) {
        if (lastError !== null) failing.inc({ channel, code: lastError }, number)
      }
    },
  })
}
