import type { UpstreamAttempt } from '@orderport/amazon'
import { deadlineIn, DomainError, type ErrorCode, type SellerClient } from '@orderport/domain'
import { nextForFailure, type SecretPaths } from './next-steps.ts'
import type { TestStep } from './test-report.ts'

export interface ProbeOptions {
  readonly client: SellerClient
  readonly reference: string
  /** Whether the marketplace may answer that it doesn't know the order. */
  readonly mayBeUnknown: boolean
  readonly paths: SecretPaths
  readonly timeoutMs: number
  /** Fills up while the marketplace is asked. */
  readonly attempts: readonly UpstreamAttempt[]
}

/** The operation by which Login with Amazon gives an access token. */
const loginOperation = 'getAccessToken'
const loginFailures: ReadonlySet<ErrorCode> = new Set(['CHANNEL_REAUTH_REQUIRED', 'APP_CREDENTIALS_INVALID'])

/** Fetches one order as an import does, stores nothing, and returns how the login and the order went. */
export async function probeMarketplace(options: ProbeOptions): Promise<readonly TestStep[]> {
  const { client, reference, mayBeUnknown, paths, timeoutMs, attempts } = options
  try {
    const { status } = await client.fetch(reference, deadlineIn(timeoutMs))
    return [
      loggedIn(attempts),
      { step: 'order', result: 'ok', found: `${reference} is ${status}${last(attempts)}`, next: null },
    ]
  } catch (error) {
    if (!DomainError.is(error)) throw error
    const { code } = error
    if (code === 'ORDER_NOT_FOUND_FOR_TENANT' && mayBeUnknown) {
      const found = `Amazon answers, and doesn’t know ${reference}${last(attempts)}`
      return [loggedIn(attempts), { step: 'order', result: 'ok', found, next: null }]
    }
    const found = `${code}: ${error.detail ?? error.message}`
    const failed = { result: 'failed', found, next: nextForFailure(code, paths) } as const
    return hasLoggedIn(attempts) && !loginFailures.has(code)
      ? [loggedIn(attempts), { step: 'order', ...failed }]
      : [
          { step: 'login', ...failed },
          { step: 'order', result: 'skipped', found: 'not asked for', next: null },
        ]
  }
}

function hasLoggedIn(attempts: readonly UpstreamAttempt[]): boolean {
  return attempts.some(({ operation, status }) => operation === loginOperation && status === 200)
}

function loggedIn(attempts: readonly UpstreamAttempt[]): TestStep {
  const login = attempts.filter(({ operation }) => operation === loginOperation)
  return { step: 'login', result: 'ok', found: `Amazon gave an access token${last(login)}`, next: null }
}

/** What an operator quotes to Amazon's support: how the last request was answered. */
function last(attempts: readonly UpstreamAttempt[]): string {
  const attempt = attempts.at(-1)
  if (attempt === undefined) return ''
  const id = attempt.amazonRequestId === null ? '' : `, Amazon request ${attempt.amazonRequestId}`
  return ` (${attempt.operation} ${attempt.status ?? 'without an answer'}, ${Math.round(attempt.durationMs)} ms${id})`
}
