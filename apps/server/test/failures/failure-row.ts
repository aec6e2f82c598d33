import type { ErrorCode } from '@orderport/domain'
import type { Environment, FailureScene, Orderport } from './failure-scene.ts'

/** One way to fail, and what every caller must be told. */
export interface FailureRow {
  readonly name: string
  readonly status: number
  readonly code: ErrorCode
  /** Seconds, where the first answer's `Retry-After` must be exactly this; with 429 and 503 there is always one. */
  readonly retryAfter?: number
  /** Settings of the service, once its surroundings stand. */
  readonly prepare?: (parts: Orderport) => Environment
  readonly strike: (scene: FailureScene) => void | Promise<void>
  /** Undoes `strike`. Scripted faults are taken away in any case. */
  readonly heal?: (scene: FailureScene) => void | Promise<void>
}

/** For failures that last until a deadline: short enough to wait for, long enough to answer in. */
export const shortDeadline = (): Environment => ({ UPSTREAM_TIMEOUT_MS: '1000' })
