import { Agent as HttpAgent, request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { z } from 'zod'
import { VaultFailure } from './vault-failure.ts'

const maxAnswerBytes = 1024 * 1024

/** What node-vault hands to its request function, as far as it concerns us. */
const requestSchema = z.object({
  method: z.string(),
  uri: z.url(),
  headers: z.record(z.string(), z.string()),
  json: z.record(z.string(), z.unknown()).optional(),
})

export interface TransportOptions {
  readonly timeoutMs: number
  readonly caCertificate?: string | undefined
  /** Ends every request when the store is closed. */
  readonly closing: AbortSignal
}

/** The answer in the shape in which node-vault wants it. */
interface TransportAnswer {
  readonly statusCode: number
  readonly body: unknown
  readonly request: { readonly path: string }
}

export type Transport = (request: unknown) => Promise<TransportAnswer>

/**
 * The request function for node-vault, in the place of its own. That one follows redirects with the token, goes through
 * the environment's proxies, lets VAULT_SKIP_VERIFY switch certificates off, counts its timeout from byte to byte, takes
 * HTML for an answer, and throws errors that hold the token. This one: one deadline for all, JSON or a failure, no more.
 */
export function createTransport(options: TransportOptions): Transport {
  // Without keep-alive: reads are minutes apart, and a connection that Vault has closed meanwhile would fail one.
  const agents = { http: new HttpAgent(), https: new HttpsAgent({ ca: options.caCertificate }) }
  return async (input) => {
    const request = requestSchema.parse(input)
    const url = new URL(request.uri)
    const body = request.json === undefined ? '' : JSON.stringify(request.json)
    const deadline = AbortSignal.timeout(options.timeoutMs)
    const send = {
      method: request.method,
      headers: { ...request.headers, accept: 'application/json', ...bodyHeaders(body) },
      agent: url.protocol === 'https:' ? agents.https : agents.http,
      signal: AbortSignal.any([deadline, options.closing]),
    }
    try {
      const response = await open(url, send, body)
      const text = await readText(response)
      return { statusCode: response.statusCode ?? 0, body: parse(response, text), request: { path: url.pathname } }
    } catch (error) {
      if (error instanceof VaultFailure) throw error
      if (options.closing.aborted) throw new VaultFailure('closed', 'the store was closed')
      if (deadline.aborted) throw new VaultFailure('timeout', `no answer within ${options.timeoutMs} ms`)
      throw new VaultFailure('unreachable', codeOf(error))
    }
  }
}

function bodyHeaders(body: string): Record<string, string | number> {
  return body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
}

function open(url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
  request.on('response', resolve).on('error', reject).end(body)
  return promise
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const parts: AsyncIterable<unknown> = response
  for await (const part of parts) {
    const bytes = z.instanceof(Uint8Array).parse(part)
    size += bytes.length
    if (size > maxAnswerBytes) throw new VaultFailure('not a Vault answer', `more than ${maxAnswerBytes} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(response: IncomingMessage, text: string): unknown {
  const status = response.statusCode ?? 0
  if (status === 204) return null
  if (status >= 300 && status < 400) throw new VaultFailure('not a Vault answer', `HTTP ${status}, a redirect`)
  try {
    return JSON.parse(text)
  } catch {
    throw new VaultFailure(status >= 500 ? 'unavailable' : 'not a Vault answer', `HTTP ${status} without JSON`)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no connection'
}
