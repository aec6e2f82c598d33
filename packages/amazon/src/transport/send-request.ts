import { loggableCode, readAmazonError } from './amazon-error.ts'
import { readBody } from './read-body.ts'
import { abortFailure, transportFailure } from './transport-failure.ts'
import type { UpstreamAnswer, UpstreamAttempt, UpstreamRequest } from './upstream-request.ts'

export interface Transport {
  readonly fetch: typeof fetch
  /** Milliseconds. */
  readonly now: () => number
  readonly onAttempt: (attempt: UpstreamAttempt) => void
}

/**
 * One request, one attempt, one whole answer, reported to `onAttempt` whatever becomes of it. Follows no redirect: the
 * token would travel with it. Retries, breaker and quota belong around this function, in that order from the outside.
 * Throws `UPSTREAM_TIMEOUT` when the signal ends it, `UPSTREAM_ERROR` when no whole answer comes back.
 */
export async function sendRequest(transport: Transport, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const startedAt = transport.now()
  const report = (outcome: Pick<UpstreamAttempt, 'status' | 'code' | 'failure' | 'requestId'>): void => {
    const { operation, method, pathTemplate, sellerId } = request
    transport.onAttempt({
      operation,
      method,
      pathTemplate,
      sellerId,
      ...outcome,
      durationMs: transport.now() - startedAt,
    })
  }
  try {
    const answer = await exchange(transport, request)
    const code = loggableCode(readAmazonError(answer.body))
    report({ status: answer.status, code, failure: null, requestId: answer.requestId })
    return answer
  } catch (error) {
    const failure = request.signal.aborted
      ? abortFailure(request.operation, request.signal)
      : transportFailure(request.operation, error)
    report({ status: null, code: null, failure: failure.code, requestId: null })
    throw failure
  }
}

async function exchange(transport: Transport, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { method, headers, body, signal } = request
  const response = await transport.fetch(request.url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    signal,
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
