import { noTracer, type Tracer } from '@orderport/domain'
import type { IncomingHttpHeaders } from 'node:http'

/** A request, as its span names it. */
interface TracedRequest {
  readonly requestId: string
  readonly method: string
  /** The route's pattern; null for an unknown path. */
  readonly route: string | null
  /** Read for the caller's `traceparent` alone. */
  readonly headers: IncomingHttpHeaders
}

/** How a request ended. */
interface TracedOutcome {
  /** Null: the client has gone without an answer. */
  readonly status: number | null
  readonly code: string | null
  readonly tenantId: string | null
}

/** The span of one request. */
export interface RequestTrace {
  /** Null where nothing is traced. */
  readonly traceId: string | null
  /** Runs work on behalf of the request: its spans are inside the request's. */
  run<T>(work: () => T): T
  end(outcome: TracedOutcome): void
}

export interface Tracing {
  readonly tracer: Tracer
  begin(request: TracedRequest): RequestTrace
  /** Sends what is left, for a few seconds at most. */
  close(): Promise<void>
}

export const noTrace: RequestTrace = { traceId: null, run: (work) => work(), end: () => undefined }

/** Traces nothing. */
export const noTracing: Tracing = { tracer: noTracer, begin: () => noTrace, close: () => Promise.resolve() }
