import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { withHeaders, type Answer } from '../answer.ts'
import type { SimulatedRequest } from '../request.ts'
import { cannedAnswer } from './canned-answer.ts'
import { encodeAnswer } from './encode-answer.ts'
import type { AmazonFault, TransportFault, Wait } from './fault.ts'
import type { FaultQueue } from './fault-queue.ts'

/** A request and everything needed to answer it. */
export interface Exchange {
  readonly request: SimulatedRequest
  readonly outgoing: ServerResponse
  /** Aborts when the caller or the simulator goes away. */
  readonly gone: AbortSignal
  /** Makes the ordinary answer, or with `misdelivered` one about another order. */
  readonly ordinary: (misdelivered: boolean) => Answer
  /** Logs the status; called before anything is sent. */
  readonly settle: (status: number | null) => void
  readonly queue: FaultQueue
  readonly wait: Wait
  /** The wait before every answer. */
  readonly latencyMs: number
}

/** Answers a request as its fault says, or in the ordinary way. */
export async function deliver(exchange: Exchange, fault: AmazonFault | null): Promise<void> {
  if (exchange.latencyMs > 0) await pause(exchange, exchange.latencyMs)
  if (exchange.gone.aborted) return
  if (fault === null) return send(exchange, exchange.ordinary(false))
  switch (fault.kind) {
    case 'other-order':
      return send(exchange, exchange.ordinary(true))
    case 'hang':
      await exchange.queue.hold(exchange.gone)
      return sendUnlessGone(exchange)
    case 'delay':
      await pause(exchange, fault.ms)
      return sendUnlessGone(exchange)
    case 'reset':
      exchange.settle(null)
      exchange.outgoing.socket?.resetAndDestroy()
      return
    case 'truncated':
      return sendHalf(exchange, exchange.ordinary(false))
    case 'huge':
    case 'gzip-bomb':
      return await sendEndless(exchange, fault)
    case 'encoded': {
      const { answer, body } = encodeAnswer(exchange.ordinary(false), fault)
      return send(exchange, answer, body)
    }
    case 'headers':
      return send(exchange, withHeaders(exchange.ordinary(false), fault.headers))
    default:
      return send(exchange, cannedAnswer(fault, exchange.request))
  }
}

/** Waits until the time has passed or the caller goes away. */
async function pause({ wait, gone }: Exchange, ms: number): Promise<void> {
  await wait(ms, gone).catch((error: unknown) => {
    if (!gone.aborted) throw error
  })
}

function sendUnlessGone(exchange: Exchange): void {
  if (!exchange.gone.aborted) send(exchange, exchange.ordinary(false))
}

function send({ request, outgoing, settle }: Exchange, answer: Answer, body: Buffer = Buffer.from(answer.text)): void {
  settle(answer.status)
  outgoing.writeHead(answer.status, headersOf(request, answer, body)).end(body)
}

/** Promises the whole length, sends half of it, and ends the connection. */
function sendHalf({ request, outgoing, settle }: Exchange, answer: Answer): void {
  settle(answer.status)
  const body = Buffer.from(answer.text)
  outgoing.writeHead(answer.status, headersOf(request, answer, body))
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy())
}

function headersOf(request: SimulatedRequest, answer: Answer, body: Buffer): Record<string, string> {
  return {
    ...answer.headers,
    'content-length': String(body.length),
    'x-amzn-RequestId': request.id,
  }
}

type EndlessFault = Extract<TransportFault, { readonly kind: 'huge' | 'gzip-bomb' }>

/** Streams a body of the fault's size, no faster than the caller reads it; stops quietly when the caller goes away. */
async function sendEndless({ request, outgoing, settle, gone }: Exchange, fault: EndlessFault): Promise<void> {
  settle(200)
  const compression = fault.kind === 'gzip-bomb' ? { 'content-encoding': 'gzip' } : {}
  outgoing.writeHead(200, { 'content-type': 'application/json', 'x-amzn-RequestId': request.id, ...compression })
  const body = Readable.from(jsonOfSize(fault.bytes))
  try {
    await (fault.kind === 'gzip-bomb' ? pipeline(body, createGzip(), outgoing) : pipeline(body, outgoing))
  } catch (error) {
    if (!gone.aborted) throw error
  }
}

const chunk = Buffer.alloc(64 * 1024, 'a')

function* jsonOfSize(bytes: number): Generator<Buffer> {
  const head = Buffer.from('{"order":{"orderId":"')
  const tail = Buffer.from('"}}')
  yield head
  for (let left = bytes - head.length - tail.length; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
  yield tail
}
