import type { FastifyBaseLogger } from 'fastify'
import type { Composition } from '../compose.ts'
import type { Config } from '../config/config.ts'
import type { Metrics } from '../health/metrics.ts'
import type { RunningRequests } from './in-flight-requests.ts'

/** What both listeners are made of. */
export interface ListenerParts {
  readonly config: Config
  readonly log: FastifyBaseLogger
  readonly now: () => Date
  readonly composition: Composition
  readonly metrics: Metrics
  /** Throws while the database's role has not been checked. */
  readonly requireOpen: () => void
  readonly running: RunningRequests
}
