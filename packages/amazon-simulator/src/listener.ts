import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Caller } from './authorisations.ts'
import { deliver } from './faults/deliver.ts'
import type { Wait } from './faults/fault.ts'
import type { FaultQueue } from './faults/fault-queue.ts'
import { answerFaultScript, faultsPath } from './faults/script-endpoint.ts'
import type { RequestLog } from './request-log.ts'
import { answerLwa } from './lwa.ts'
import { headerOf, readRequest, type SimulatedRequest } from './request.ts'
import { answerSpApi, type AmazonState } from './sp-api.ts'

export interface Listener {
  readonly port: number
  /** Stops listening and ends every connection at once, hanging ones included. */
  close(): Promise<void>
}

export interface ListenerOptions {
  readonly host: string
  readonly port: number
  readonly state: AmazonState
  readonly requestLog: RequestLog
  readonly queue: FaultQueue
  readonly wait: Wait
  readonly latencyMs: number
  readonly newId: () => string
}

/** Listens for requests. Throws when the port is taken. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, options).catch((error: unknown) => failLoudly(outgoing, error))
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(options.port, options.host, resolve)
  await promise
  return { port: portOf(server), close: () => closeServer(server) }
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, options: ListenerOptions): Promise<void> {
  const { state, requestLog, queue, wait, latencyMs } = options
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const request = await readRequest(incoming, options.newId()).catch((error: unknown) => {
    if (!gone.signal.aborted && !incoming.destroyed) throw error
    return null
  })
  if (request === null) return
  if (request.path === faultsPath) {
    const { status, headers, text } = answerFaultScript(request, queue)
    outgoing.writeHead(status, headers).end(text)
    return
  }
  const caller = callerOf(request, state)
  const fault = queue.take(request, caller)
  const origin = { time: state.now(), sellerId: caller?.sellerId ?? null, fault: fault?.kind ?? null }
  const settle = requestLog.open(request, origin)
  const ordinary = (misdelivered: boolean) =>
    request.operation === 'lwa' ? answerLwa(request, state.authorisations) : answerSpApi(request, state, misdelivered)
  await deliver({ request, outgoing, gone: gone.signal, ordinary, settle, queue, wait, latencyMs }, fault)
}

function callerOf(request: SimulatedRequest, state: AmazonState): Caller | null {
  const token = headerOf(request, 'x-amz-access-token')
  return token === null ? null : state.authorisations.callerWith(token)
}

/** A fault of the simulator itself must never look like one of Amazon's. */
function failLoudly(outgoing: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (outgoing.headersSent) outgoing.destroy()
  else outgoing.writeHead(599, { 'content-type': 'text/plain' }).end(`The simulator failed: ${message}`)
}

async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  await promise
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port')
  return address.port
}
