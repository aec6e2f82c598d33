import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const attribute = z.object({
  key: z.string(),
  value: z
    .object({ stringValue: z.string(), intValue: z.union([z.number(), z.string().transform(Number)]) })
    .partial()
    .transform(({ stringValue, intValue }) => stringValue ?? intValue ?? null),
})
const attributes = z
  .array(attribute)
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])))
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              attributes,
            }),
          ),
        }),
      ),
    }),
  ),
})

type Request = z.infer<typeof request>
export type CollectedSpan = Request['resourceSpans'][number]['scopeSpans'][number]['spans'][number]

/** A receiver of traces: OTLP over HTTP, in JSON. */
export interface TraceCollector extends AsyncDisposable {
  readonly url: string
  /** The bodies, exactly as they came. */
  readonly bodies: readonly string[]
  spans(): readonly CollectedSpan[]
  /** The attributes of the processes that sent spans. */
  resources(): readonly Readonly<Record<string, unknown>>[]
  /** Resolves once a request has begun. */
  readonly asked: Promise<void>
}

/** Starts one on a free port. One that is `silent` never answers. */
export async function startTraceCollector(manner: 'answers' | 'silent' = 'answers'): Promise<TraceCollector> {
  const bodies: string[] = []
  const asked = Promise.withResolvers<void>()
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    asked.resolve()
    const body = await text(incoming)
    if (manner === 'silent') return
    if (incoming.url === '/v1/traces') bodies.push(body)
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  const sent = () => bodies.flatMap((body) => request.parse(JSON.parse(body)).resourceSpans)
  return {
    url: `http://127.0.0.1:${address.port}`,
    bodies,
    asked: asked.promise,
    spans: () => sent().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resources: () => sent().map(({ resource }) => resource.attributes),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
