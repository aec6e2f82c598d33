import type { Grant } from './authorisations.ts'
import type { OrderLookup } from './order-lookup.ts'
import type { SimulatedRequest } from './request.ts'

/** A request that passed the access check, with what its operation needs. */
export interface OperationCall extends OrderLookup {
  readonly request: SimulatedRequest
  readonly grant: Grant
  /** Milliseconds since 1970. */
  readonly now: number
}
