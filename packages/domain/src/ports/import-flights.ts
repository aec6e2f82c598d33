import type { OrderKey } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'

export interface FlightKey extends OrderKey {
  readonly tenantId: TenantId
  readonly refresh: boolean
}

/** One flight for each key: while one runs, others with the same key wait for its result instead of starting their own. */
export interface ImportFlights {
  run<T>(key: FlightKey, work: () => Promise<T>): Promise<T>
}
