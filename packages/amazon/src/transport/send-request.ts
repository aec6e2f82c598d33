import { loggableCode, readAmazonError } from './amazon-error.ts'
import { readBody } from './read-body.ts'
import { abortFailure, transportFailure } from './transport-failure.ts'
import type { UpstreamAnswer, UpstreamAttempt, UpstreamRequest } from './upstream-request.ts'

export interface TransportDeps {
  readonly fetch: typeof fetch
  /** Milliseconds. */
  readonly now: () => number
  readonly onAttempt: (attempt: UpstreamAttempt) => void
}

/**
 * Sends a request once, reads the whole answer, and reports the attempt to `onAttempt` whatever its outcome. Follows no
 * redirect: the token would travel with it. Retries, breaker and quota are decorators of this function, in that order
 * from the outside. Throws `UPSTREAM_TIMEOUT` when the deadline passes, `UPSTREAM_ERROR` when no complete answer comes
 * back.
 */
export async function sendRequest(deps: TransportDeps, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { operation, sellerId, deadline } = request
  const startedAt = deps.now()
  const report = (outcome: Pick<UpstreamAttempt, 'status' | 'code' | 'failure' | 'requestId'>): void => {
    const { name, method, pathTemplate } = operation
    const durationMs = deps.now() - startedAt
    deps.onAttempt({ operation: name, method, pathTemplate, sellerId, ...outcome, durationMs })
  }
  try {
    const answer = await fetchAnswer(deps, request)
    const code = loggableCode(readAmazonError(answer.body))
    report({ status: answer.status, code, failure: null, requestId: answer.requestId })
    return answer
  } catch (error) {
    const failure = deadline.signal.aborted
      ? abortFailure(operation.name, deadline.signal)
      : transportFailure(operation.name, error)
    report({ status: null, code: null, failure: failure.code, requestId: null })
    throw failure
  }
}

async function fetchAnswer(deps: TransportDeps, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { operation, headers, body, deadline } = request
  const response = await deps.fetch(request.url, {
    method: operation.method,
    headers,
    ...(body === undefined ? {} : { body }),
    signal: deadline.signal,
    redirect: 'manual',
  })
  return {
    status: response.status,
    body: await readBody(response),
    requestId: response.headers.get('x-amzn-requestid'),
    rateLimit: positiveNumber(response.headers.get('x-amzn-ratelimit-limit')),
  }
}

function positiveNumber(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number(text)
  return Number.isFinite(value) && value > 0 ? value : null
}
