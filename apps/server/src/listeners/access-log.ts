import { errorCatalogue } from '@orderport/domain'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FailedRequests } from '../telemetry/failed-requests.ts'
import { noTrace, type Tracing } from '../telemetry/tracing.ts'
import { createRequestRecord, withRecord, type RequestRecord } from '../http/request-record.ts'

/** What follows each request. */
export interface RequestLogDeps {
  readonly failedRequests: FailedRequests
  readonly tracing: Tracing
}

/** Logs one line for each request of the listener once it is answered or its client has gone. */
export function logRequests(app: FastifyInstance, deps: RequestLogDeps): void {
  app.decorateRequest('record')
  app.addHook('onRequest', (request, reply, done) => {
    recordRequest(request, reply, deps)
    // Guards run next. The context ends where the body is read: Node does so outside of it.
    request.record.trace.run(done)
  })
  app.addHook('preHandler', (request, _reply, done) => withRecord(request.record, done))
}

/**
 * Begins the record of a request, and its span. At its end, logs its line, and counts it where it failed and not by its
 * caller.
 */
export function recordRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { failedRequests, tracing }: RequestLogDeps,
): void {
  const { id: requestId, method, headers } = request
  const route = request.routeOptions.url ?? null
  const trace = isProbe(request) ? noTrace : tracing.begin({ requestId, method, route, headers })
  const record = createRequestRecord(requestId, trace)
  request.record = record
  // Follows `finish`, and comes for a client that has gone too.
  reply.raw.once('close', () => {
    // Null: the client has gone without an answer.
    const status = reply.raw.writableFinished ? reply.statusCode : null
    const { code, tenantId } = record
    trace.end({ status, code, tenantId })
    logRequest(request, { status, durationMs: Math.round(reply.elapsedTime * 10) / 10 })
    if (code !== null && errorCatalogue[code].status >= 500) failedRequests.count(code)
  })
}

/** Probes and scrapes come every few seconds. */
function isProbe({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.access === 'anyone'
}

/** Logs the line of a request that Node refused before Fastify saw it. */
export function logUnread(log: FastifyBaseLogger, requestId: string): void {
  log.info({ requestId, method: null, route: null, status: 400, code: 'INVALID_REQUEST' }, 'request')
}

function logRequest(request: FastifyRequest, { status, durationMs }: Answered): void {
  const { method, record, log } = request
  const { trace, code, detail, tenantId, caller, attempts, stale } = record
  const fields = {
    method,
    // Never the URL: it holds what somebody typed.
    route: request.routeOptions.url ?? null,
    ...procedureFields(record),
    status,
    code,
    ...(detail === null ? {} : { detail }),
    tenantId,
    caller,
    durationMs,
    attempts,
    ...(stale === null ? {} : { stale }),
    ...(trace.traceId === null ? {} : { traceId: trace.traceId }),
  }
  if (isProbe(request)) log.debug(fields, 'request')
  else log.info(fields, 'request')
}

interface Answered {
  readonly status: number | null
  readonly durationMs: number
}

/** A batch names each of its calls, with the code of each. */
function procedureFields({ calls }: RequestRecord): object {
  const [first] = calls
  if (first === undefined) return {}
  return calls.length === 1 ? { procedure: first.procedure } : { procedures: calls }
}
