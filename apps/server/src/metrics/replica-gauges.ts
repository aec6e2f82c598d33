import type { Database } from '@orderport/db'
import { Gauge, type Registry } from 'prom-client'

/** Measures the read replica's lag, and whether it is in use. Without a replica there are no such metrics. */
export function addReplicaGauges(
  registry: Registry,
  { status }: Pick<NonNullable<Database['replica']>, 'status'>,
): void {
  const lag: Gauge = new Gauge({
    name: 'orderport_read_replica_lag_seconds',
    help: 'How old what the read replica shows may be; NaN while that is unknown',
    registers: [registry],
    collect: () => lag.set((status().lagMs ?? Number.NaN) / 1000),
  })
  const inUse: Gauge = new Gauge({
    name: 'orderport_read_replica_in_use',
    help: '1 while reads go to the read replica, 0 while the primary answers them',
    registers: [registry],
    collect: () => inUse.set(status().state === 'in_use' ? 1 : 0),
  })
}
