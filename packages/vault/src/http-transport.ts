import { Agent as HttpAgent, request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { decodeText } from '@orderport/domain'
import { z } from 'zod'
import { VaultFailure } from './vault-failure.ts'

const maxAnswerBytes = 1024 * 1024

/** The part that we use of what node-vault passes to its request function. */
const requestSchema = z.object({
  method: z.string(),
  uri: z.url(),
  headers: z.record(z.string(), z.string()),
  json: z.record(z.string(), z.unknown()).optional(),
})

export interface TransportOptions {
  readonly timeoutMs: number
  readonly caCertificate?: string | undefined
  /** Aborts every request when the store is closed. */
  readonly closing: AbortSignal
}

/** An answer in node-vault's shape. */
interface TransportAnswer {
  readonly statusCode: number
  readonly body: unknown
  readonly request: { readonly path: string }
}

export type Transport = (request: unknown) => Promise<TransportAnswer>

/**
 * Returns a request function with one deadline, which resolves to JSON or throws a VaultFailure. It takes the place of
 * node-vault's own, which follows redirects with the token, uses the environment's proxies, obeys VAULT_SKIP_VERIFY,
 * has no deadline for the whole request, accepts HTML, and throws errors that hold the token.
 */
export function createTransport(options: TransportOptions): Transport {
  // No keep-alive: reads are minutes apart, and would fail on a connection that Vault has closed meanwhile.
  const agents = { http: new HttpAgent(), https: new HttpsAgent({ ca: options.caCertificate }) }
  return async (input) => {
    const request = requestSchema.parse(input)
    const url = new URL(request.uri)
    const body = request.json === undefined ? '' : JSON.stringify(request.json)
    const deadline = AbortSignal.timeout(options.timeoutMs)
    const requestOptions = {
      method: request.method,
      headers: { ...request.headers, accept: 'application/json', ...bodyHeaders(body) },
      agent: url.protocol === 'https:' ? agents.https : agents.http,
      signal: AbortSignal.any([deadline, options.closing]),
    }
    try {
      const response = await send(url, requestOptions, body)
      const bytes = await readBytes(response)
      return { statusCode: response.statusCode ?? 0, body: parse(response, bytes), request: { path: url.pathname } }
    } catch (error) {
      if (error instanceof VaultFailure) throw error
      if (options.closing.aborted) throw new VaultFailure('closed', 'the store was closed')
      if (deadline.aborted) throw new VaultFailure('timeout', `no answer within ${options.timeoutMs} ms`)
      throw new VaultFailure('unreachable', networkCode(error))
    }
  }
}

function bodyHeaders(body: string): Record<string, string | number> {
  return body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
}

function send(url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
  request.on('response', resolve).on('error', reject).end(body)
  return promise
}

async function readBytes(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const parts: AsyncIterable<unknown> = response
  for await (const part of parts) {
    const bytes = z.instanceof(Uint8Array).parse(part)
    size += bytes.length
    if (size > maxAnswerBytes) throw new VaultFailure('not a Vault answer', `more than ${maxAnswerBytes} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function parse(response: IncomingMessage, bytes: Uint8Array): unknown {
  const status = response.statusCode ?? 0
  if (status === 204) return null
  if (status >= 300 && status < 400) throw new VaultFailure('not a Vault answer', `HTTP ${status}, a redirect`)
  const unreadable = status >= 500 ? 'unavailable' : 'not a Vault answer'
  const text = decodeText(bytes, response.headers['content-type'] ?? null)
  if (text === null) throw new VaultFailure(unreadable, `HTTP ${status} in bytes that are not text of its charset`)
  try {
    return JSON.parse(text)
  } catch {
    throw new VaultFailure(unreadable, `HTTP ${status} without JSON`)
  }
}

function networkCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no connection'
}
