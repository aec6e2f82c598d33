import { noTracer, type Span, type Tracer, type UsagePlan } from '@orderport/domain'
import { loggableCode, readAmazonError } from './amazon-error.ts'
import { readBody } from './read-body.ts'
import { abortFailure, transportFailure } from './transport-failure.ts'
import type { UpstreamAnswer, UpstreamAttempt, UpstreamRequest } from './upstream-request.ts'

export interface TransportDeps {
  readonly fetch: typeof fetch
  /** Milliseconds. */
  readonly now: () => number
  readonly onAttempt: (attempt: UpstreamAttempt) => void
  readonly tracer?: Tracer | undefined
}

/**
 * Sends a request once, reads the whole answer, and reports the attempt to `onAttempt` whatever its outcome. Follows no
 * redirect: the token would travel with it. Retries, breaker and quota are decorators of this function, in that order
 * from the outside. Throws `UPSTREAM_TIMEOUT` when the deadline passes, `UPSTREAM_ERROR` when no complete answer comes
 * back.
 */
export function sendRequest(deps: TransportDeps, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { name, method, pathTemplate } = request.operation
  const attributes = { 'http.request.method': method, 'url.template': pathTemplate }
  const { tracer = noTracer } = deps
  return tracer.span(name, attributes, (span) => sendTraced(deps, request, span))
}

async function sendTraced(deps: TransportDeps, request: UpstreamRequest, span: Span): Promise<UpstreamAnswer> {
  const { operation, sellerId, deadline } = request
  const startedAt = deps.now()
  const report = (outcome: Pick<UpstreamAttempt, 'status' | 'code' | 'failure' | 'amazonRequestId'>): void => {
    const { name, method, pathTemplate } = operation
    const durationMs = deps.now() - startedAt
    deps.onAttempt({ operation: name, method, pathTemplate, sellerId, ...outcome, durationMs })
  }
  try {
    const answer = await fetchAnswer(deps, request)
    const code = loggableCode(readAmazonError(answer.body))
    span.set({ 'http.response.status_code': answer.status })
    if (answer.requestId !== null) span.set({ 'aws.request_id': answer.requestId })
    report({ status: answer.status, code, failure: null, amazonRequestId: answer.requestId })
    return answer
  } catch (error) {
    const failure = deadline.signal.aborted
      ? abortFailure(operation.name, deadline.signal)
      : transportFailure(operation.name, error)
    report({ status: null, code: null, failure: failure.code, amazonRequestId: null })
    throw failure
  }
}

async function fetchAnswer(deps: TransportDeps, request: UpstreamRequest): Promise<UpstreamAnswer> {
  const { operation, headers, body, deadline, quota } = request
  const response = await deps.fetch(request.url, {
    method: operation.method,
    headers,
    ...(body === undefined ? {} : { body }),
    signal: deadline.signal,
    redirect: 'manual',
  })
  return {
    status: response.status,
    body: await readBody(response, operation.maxBodyBytes),
    requestId: response.headers.get('x-amzn-requestid'),
    rateLimit: plausibleRate(response.headers.get('x-amzn-ratelimit-limit'), quota?.plan),
  }
}

/** A seller's plan may differ from the published one, but a rate a hundred times off is a mistake that would last. */
const mostDifference = 100

function plausibleRate(header: string | null, plan: UsagePlan | undefined): number | null {
  if (header === null || plan === undefined) return null
  const rate = Number(header)
  const published = plan.ratePerSecond
  return rate >= published / mostDifference && rate <= published * mostDifference ? rate : null
}
