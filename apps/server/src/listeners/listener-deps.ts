import type { Services } from '@orderport/api'
import type { FastifyBaseLogger } from 'fastify'
import type { BearerAuthenticator } from '../authentication/bearer-authentication.ts'
import type { AuthenticatePeer } from '../authentication/peer-authentication.ts'
import type { Config } from '../config/config.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { RequestLogDeps } from './access-log.ts'
import type { InFlightRequests } from './in-flight-requests.ts'

/** What both listeners are built from. */
export interface ListenerDeps {
  readonly config: Config
  readonly log: FastifyBaseLogger
  readonly now: () => Date
  readonly services: Services
  /** Authenticates the callers of the internal listener. */
  readonly authenticatePeer: AuthenticatePeer
  /** Authenticates the callers of the public listener. */
  readonly bearerAuthenticator: BearerAuthenticator
  readonly metrics: Metrics
  readonly requestLog: RequestLogDeps
  /** Throws until the database's role has been checked. */
  readonly requireRoleChecked: () => void
  readonly inFlight: InFlightRequests
}
