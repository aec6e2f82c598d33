/** What a span says: names that we wrote, codes and numbers. Never a value that a person or a marketplace gave. */
export type SpanAttributes = Readonly<Record<string, string | number>>

/** A piece of work as a trace shows it. */
export interface Span {
  /** Adds what became known while the work ran. */
  set(attributes: SpanAttributes): void
}

/** Shows pieces of work in the trace of the request that they belong to. Work of no request is not shown. */
export interface Tracer {
  /** Runs the work, and returns or throws what it does. The spans of what it calls are inside its own. */
  span<T>(name: string, attributes: SpanAttributes, work: (span: Span) => Promise<T>): Promise<T>
}

const unseen: Span = { set: () => undefined }

/** Shows nothing. */
export const noTracer: Tracer = { span: (_name, _attributes, work) => work(unseen) }
