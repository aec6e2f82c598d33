import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api'
import { ExportResultCode, W3CTraceContextPropagator, type ExportResult } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace'
import { toDomainError } from '@orderport/api'
import { DomainError, raceAgainst, type SpanAttributes } from '@orderport/domain'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders } from 'node:http'
import { serviceName, version } from '../version.ts'
import type { Dependency } from './dependency.ts'
import type { RequestTrace, Tracing } from './tracing.ts'

export interface OpenTelemetryOptions {
  /** The collector's base URL: spans are posted to `/v1/traces` below it. */
  readonly endpoint: string
  /** The share, from 0 to 1, of the traces that begin here. A caller's own `traceparent` decides about its trace. */
  readonly sampledShare: number
}

/** How long a process that stops waits for the collector. */
const flushMs = 3000

const propagator = new W3CTraceContextPropagator()

/**
 * Returns the tracing that sends spans to a collector by OTLP over HTTP. Spans are made where we say so and hold what
 * we name: automatic instrumentation would record URLs, which hold references, and doesn't see our own exchange with
 * PostgreSQL. Registers nothing globally. A collector that is away costs the spans, and nothing else.
 */
export function createOpenTelemetry({ endpoint, sampledShare }: OpenTelemetryOptions, collector: Dependency): Tracing {
  const exporter = watchedExporter(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }), collector)
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({
      root: sampledShare === 1 ? new AlwaysOnSampler() : new TraceIdRatioBasedSampler(sampledShare),
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer(serviceName, version)
  const contexts = new AsyncLocalStorage<Context>()
  return {
    tracer: {
      async span(name, attributes, work) {
        const parent = contexts.getStore()
        if (parent === undefined) return noSpan(work)
        const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes }, parent)
        try {
          return await contexts.run(trace.setSpan(parent, span), () =>
            work({ set: (more) => void span.setAttributes(more) }),
          )
        } catch (error) {
          fail(span, codeOf(error))
          throw error
        } finally {
          span.end()
        }
      },
    },
    begin({ requestId, method, route, headers }): RequestTrace {
      const attributes: SpanAttributes = {
        'http.request.method': method,
        ...(route === null ? {} : { 'http.route': route }),
        'orderport.request_id': requestId,
      }
      const parent = contextFrom(headers)
      const span = tracer.startSpan(`${method} ${route ?? 'unknown'}`, { kind: SpanKind.SERVER, attributes }, parent)
      const context = trace.setSpan(parent, span)
      return {
        traceId: span.spanContext().traceId,
        run: (work) => contexts.run(context, work),
        end({ status, code, tenantId }) {
          if (status !== null) span.setAttribute('http.response.status_code', status)
          if (tenantId !== null) span.setAttribute('orderport.tenant_id', tenantId)
          if (code !== null) span.setAttribute('error.type', code)
          if (status === null || status >= 500) fail(span, code ?? 'the client has gone')
          span.end()
        },
      }
    },
    close: () =>
      raceAgainst(flushMs, provider.shutdown()).catch(() => collector.lose('it did not take the last spans in time')),
  }
}

function noSpan<T>(work: (span: { set(): void }) => Promise<T>): Promise<T> {
  return work({ set: () => undefined })
}

function contextFrom(headers: IncomingHttpHeaders): Context {
  return propagator.extract(ROOT_CONTEXT, headers, {
    get: (carrier, key) => carrier[key],
    keys: (carrier) => Object.keys(carrier),
  })
}

/** Never a message, which may quote a value. */
function fail(span: Span, code: string): void {
  span.setAttribute('error.type', code)
  span.setStatus({ code: SpanStatusCode.ERROR, message: code })
}

function codeOf(error: unknown): string {
  const failure = toDomainError(error)
  if (failure.code !== 'INTERNAL' || DomainError.is(error)) return failure.code
  return error instanceof Error ? error.name : 'Error'
}

/** Tells the log, in one line, of a collector that doesn't take our spans. */
function watchedExporter(exporter: OTLPTraceExporter, collector: Dependency): SpanExporter {
  return {
    export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
      exporter.export(spans, (result) => {
        if (result.code === ExportResultCode.SUCCESS) collector.answered()
        else collector.lose(causeOf(result.error))
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  }
}

function causeOf(error: Error | undefined): string {
  if (error === undefined) return 'unknown'
  const code = 'code' in error ? error.code : null
  return typeof code === 'string' ? code : typeof code === 'number' ? `HTTP ${code}` : error.name
}
