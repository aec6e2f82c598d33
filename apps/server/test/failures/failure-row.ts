import type { ErrorCode } from '@orderport/domain'
import type { Environment, FailureFixture, Orderport } from './failure-fixture.ts'

/** A status and a code that every caller must get. */
export type Expected = readonly [status: number, code: ErrorCode]

/** One way to fail, and what every caller must get. */
export interface FailureRow {
  readonly name: string
  readonly expected: Expected
  /** True where it fails one order; what lists orders doesn't meet it. */
  readonly ofOneOrder?: true
  /** Seconds, where the first answer's `Retry-After` must be exactly this. Any 429 and 503 must have one. */
  readonly retryAfter?: number
  /** Settings of the service under test; Amazon, Vault and the database run already. */
  readonly prepare?: (service: Orderport) => Environment
  readonly inject: (fixture: FailureFixture) => void | Promise<void>
  /** Whether each answer takes seconds, in which the service only waits. */
  readonly isSlow?: boolean
  /** Undoes `inject`. The simulators' scripted faults are cleared in any case. */
  readonly heal?: (fixture: FailureFixture) => void | Promise<void>
}

/** For faults that last until the deadline: short to wait for, and long enough for a healthy import on a busy machine. */
export const shortDeadline = (): Environment => ({ UPSTREAM_TIMEOUT_MS: '4000' })
