import type { Database, PoolUse } from '@orderport/db'
import { Counter, Gauge, type Registry } from 'prom-client'
import { addConnectionGauges } from './connection-gauges.ts'
import { addReplicaGauges } from './replica-gauges.ts'

export interface DatabaseMetrics {
  /** Measures the connections, the leases and, with one, the read replica at each scrape. */
  watchDatabase(database: WatchedDatabase, now: () => Date): void
}

type WatchedDatabase = Pick<Database, 'poolUse' | 'replica' | 'countConnections'> & {
  readonly singleFlight: Pick<Database['singleFlight'], 'leaseUse'>
}

export function databaseMetrics(registry: Registry): DatabaseMetrics {
  return {
    watchDatabase(database, now) {
      addPoolGauges(registry, database)
      addLeaseMetrics(registry, database.singleFlight)
      addConnectionGauges(registry, database, now)
      if (database.replica !== null) addReplicaGauges(registry, database.replica)
    },
  }
}

function addPoolGauges(registry: Registry, { poolUse, replica }: Pick<WatchedDatabase, 'poolUse' | 'replica'>): void {
  const pools: (readonly [pool: string, use: () => PoolUse])[] = [['primary', poolUse]]
  if (replica !== null) pools.push(['replica', replica.poolUse])
  const gauges = [
    ['size', 'Connections to the database that this process may have'],
    ['open', 'Connections to the database that are open'],
    ['in_use', 'Connections to the database that a statement or a transaction uses'],
    ['waiting', 'Statements and transactions that wait for a connection to the database'],
  ] as const
  for (const [name, help] of gauges) {
    const gauge: Gauge<'pool'> = new Gauge({
      name: `orderport_database_pool_${name}`,
      help,
      labelNames: ['pool'],
      registers: [registry],
      collect() {
        for (const [pool, use] of pools) gauge.set({ pool }, numberOf(use(), name))
      },
    })
  }
}

function numberOf(use: PoolUse, gauge: 'size' | 'open' | 'in_use' | 'waiting'): number {
  return gauge === 'in_use' ? use.inUse : use[gauge]
}

function addLeaseMetrics(registry: Registry, { leaseUse }: WatchedDatabase['singleFlight']): void {
  const held: Gauge = new Gauge({
    name: 'orderport_import_leases_held',
    help: 'Leases of the imports that this process runs',
    registers: [registry],
    collect: () => held.set(leaseUse().held),
  })
  const lost: Counter = new Counter({
    name: 'orderport_import_leases_lost_total',
    help: 'Leases that another process took over while this one still ran the import',
    registers: [registry],
    collect() {
      lost.reset()
      lost.inc(leaseUse().lost)
    },
  })
}
