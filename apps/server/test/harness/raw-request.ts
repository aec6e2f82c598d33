import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export type Header = readonly [name: string, value: string]

/** A request as it is sent: with any method, and with headers that may be doubled. */
export interface RawRequest {
  readonly method: string
  readonly headers: readonly Header[]
  readonly body?: string | Uint8Array | undefined
  /** The local address to send from; 127.0.0.1 by default. */
  readonly from?: string | undefined
}

export interface RawAnswer {
  readonly status: number
  readonly headers: readonly Header[]
  /** The body, exactly as it was sent. */
  readonly text: string
}

const deadlineMs = 15_000

/**
 * Sends the request to an address (an origin without a path) and returns the whole answer. Rejects without an answer.
 */
export async function sendRaw(address: string, path: string, sent: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(address)
  const answered = Promise.withResolvers<RawAnswer>()
  const length: Header[] = sent.body === undefined ? [] : [['content-length', String(Buffer.byteLength(sent.body))]]
  const outgoing = request({
    host: hostname,
    port,
    path,
    method: sent.method,
    // Node sends a flat list of names and values as it is.
    headers: [['host', `${hostname}:${port}`] as const, ...sent.headers, ...length].flat(),
    ...(sent.from === undefined ? {} : { localAddress: sent.from }),
    signal: AbortSignal.timeout(deadlineMs),
  })
  outgoing.once('error', answered.reject)
  outgoing.once('response', (incoming) => {
    const headers = pairs(incoming.rawHeaders)
    text(incoming).then(
      (body) => answered.resolve({ status: incoming.statusCode ?? 0, headers, text: body }),
      answered.reject,
    )
  })
  outgoing.end(sent.body)
  return answered.promise
}

/** Returns the answer's header of that name, or null. */
export function headerOf({ headers }: Pick<RawAnswer, 'headers'>, name: string): string | null {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? null
}

function pairs(flat: readonly string[]): Header[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []))
}
