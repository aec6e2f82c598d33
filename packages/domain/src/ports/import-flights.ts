import type { OrderKey, OrderSourceName } from '../order.ts'
import type { TenantId } from '../tenant-id.ts'

export interface FlightKey extends OrderKey {
  readonly tenantId: TenantId
  readonly refresh: boolean
}

/** Numbers a flight: the store writes only for the flight that still holds its fence. */
export type Fence = bigint

/** How a flight ended well. What it stored is in the order store. */
export interface Landing {
  /** `cache`: it asked nobody and stored nothing, as what was stored answered already. */
  readonly source: OrderSourceName | 'cache'
}

/** One flight for each tenant, channel and reference, over every replica. */
export interface ImportFlights {
  /**
   * Flies, or waits for the flight that is on its way and gives how it landed. A waiter whose pilot died, or asked
   * nobody, flies itself; an import that starts after a landing or a failure flies anew.
   * Throws what `fly` throws; a waiter in another process gets a failure of the same code. Throws `UPSTREAM_TIMEOUT` when
   * `deadline` aborts while it waits, `DATABASE_UNAVAILABLE` when it can't be known who flies.
   */
  run(key: FlightKey, deadline: AbortSignal, fly: (fence: Fence) => Promise<Landing>): Promise<Landing>
}
