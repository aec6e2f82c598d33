import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import type { VaultAnswer } from './answer.ts'
import { encodeBody } from './encode-answer.ts'
import type { EncodedFault, MetFault, VaultFaults } from './faults.ts'
import { hashToken, type VaultRequestLog } from './request-log.ts'
import type { VaultState } from './state.ts'

export interface VaultServerDeps {
  readonly state: VaultState
  readonly faults: VaultFaults
  readonly requestLog: VaultRequestLog
  readonly now: () => number
  /** PEM texts. Default: plain HTTP. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined
}

/** Returns the HTTP server of a simulated Vault, not yet listening. */
export function createVaultServer(deps: VaultServerDeps): Server {
  const { tls } = deps
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(deps, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  }
  return tls === undefined ? createServer(listener) : createTlsServer({ cert: tls.certificate, key: tls.key }, listener)
}

async function handle(deps: VaultServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  const method = request.method ?? 'GET'
  const token = headerOf(request, 'x-vault-token')
  const body = await text(request)
  const record = (status: number | null): void =>
    deps.requestLog.add({
      time: deps.now(),
      method,
      path,
      namespace: headerOf(request, 'x-vault-namespace'),
      tokenHash: token === null ? null : hashToken(token),
      status,
    })
  const met = deps.faults.take(path)
  if (met !== null && (await playFault(met, response, record))) return
  const [rawPath = '', query = ''] = path.split('?')
  const answer = rawPath.startsWith('/v1/')
    ? deps.state.answer({
        method,
        path: decodeURIComponent(rawPath.slice('/v1/'.length)),
        query: new URLSearchParams(query),
        token,
        body,
      })
    : { status: 404, body: { errors: [] } }
  record(answer.status)
  send(response, answer, met?.fault.kind === 'encoded' ? met.fault : plain)
}

/** How Vault itself writes JSON. */
const plain: EncodedFault = { kind: 'encoded', declared: null }

function send(response: ServerResponse, answer: VaultAnswer, encoding: EncodedFault): void {
  const body = encodeBody(answer.body === undefined ? '' : JSON.stringify(answer.body), encoding)
  response.writeHead(answer.status, { 'content-type': body.contentType, 'cache-control': 'no-store' })
  response.end(answer.body === undefined ? undefined : body.bytes)
}

/** Plays the fault. Returns true if that answered the request, or it gets no answer. */
async function playFault(
  met: MetFault,
  response: ServerResponse,
  record: (status: number | null) => void,
): Promise<boolean> {
  const { fault } = met
  switch (fault.kind) {
    case 'hang':
      await met.released
      break
    case 'delay':
      await wait(fault.milliseconds)
      break
    case 'encoded':
      break
    case 'reset':
      record(null)
      response.socket?.resetAndDestroy()
      return true
    case 'html':
      record(fault.status ?? 200)
      response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Welcome</title><p>Please sign in.')
      return true
    case 'status':
      record(fault.status)
      response.writeHead(fault.status, { 'content-type': 'application/json' })
      response.end(fault.body === undefined ? undefined : JSON.stringify(fault.body))
      return true
    case 'bytes':
      record(200)
      response.writeHead(200, { 'content-type': fault.contentType })
      response.end(fault.body)
      return true
    case 'redirect':
      record(307)
      response.writeHead(307, { location: fault.location })
      response.end()
      return true
    case 'truncated':
      record(200)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"request_id":"', () => response.destroy())
      return true
  }
  return false
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}
