import type { FastifyBaseLogger } from 'fastify'
import type { Composition } from '../compose.ts'
import type { Config } from '../config/config.ts'
import type { Metrics } from '../health/metrics.ts'
import type { InFlightRequests } from './in-flight-requests.ts'

/** What both listeners are built from. */
export interface ListenerDeps {
  readonly config: Config
  readonly log: FastifyBaseLogger
  readonly now: () => Date
  readonly composition: Pick<Composition, 'services' | 'authenticatePeer' | 'bearerAuthenticator'>
  readonly metrics: Metrics
  /** Throws until the database's role has been checked. */
  readonly requireRoleChecked: () => void
  readonly inFlight: InFlightRequests
}
