import type { ServerResponse } from 'node:http'
import type { Answer } from '../answer.ts'
import type { SimulatedRequest } from '../request.ts'
import { cannedAnswer } from './canned-answer.ts'
import { sendEndless } from './endless-body.ts'
import type { AmazonFault } from './fault.ts'
import type { FaultQueue } from './fault-queue.ts'

/** Waits for that many milliseconds; rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>

/** One request and everything needed to answer it. */
export interface Exchange {
  readonly request: SimulatedRequest
  readonly outgoing: ServerResponse
  /** Aborts when the caller or the simulator goes away. */
  readonly gone: AbortSignal
  /** The ordinary answer; `misdelivered` makes it one about another order. */
  readonly ordinary: (misdelivered: boolean) => Answer
  /** Notes the status; called before anything is sent. */
  readonly settle: (status: number | null) => void
  readonly queue: FaultQueue
  readonly wait: Wait
}

/** Answers a request in the way its fault says, or in the ordinary way. */
export async function deliver(exchange: Exchange, fault: AmazonFault | null): Promise<void> {
  if (fault === null) return send(exchange, exchange.ordinary(false))
  switch (fault.kind) {
    case 'other-order':
      return send(exchange, exchange.ordinary(true))
    case 'hang':
      await exchange.queue.hold(exchange.gone)
      return sendUnlessGone(exchange)
    case 'delay':
      await exchange.wait(fault.ms, exchange.gone).catch((error: unknown) => {
        if (!exchange.gone.aborted) throw error
      })
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
    default:
      return send(exchange, cannedAnswer(fault, exchange.request.operation))
  }
}

function sendUnlessGone(exchange: Exchange): void {
  if (!exchange.gone.aborted) send(exchange, exchange.ordinary(false))
}

function send({ request, outgoing, settle }: Exchange, answer: Answer): void {
  settle(answer.status)
  outgoing.writeHead(answer.status, headersOf(request, answer)).end(answer.text)
}

/** The caller is promised the whole length and gets half of it. */
function sendHalf({ request, outgoing, settle }: Exchange, answer: Answer): void {
  settle(answer.status)
  outgoing.writeHead(answer.status, headersOf(request, answer))
  const body = Buffer.from(answer.text)
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy())
}

function headersOf(request: SimulatedRequest, answer: Answer): Record<string, string> {
  return {
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.text)),
    'x-amzn-RequestId': request.id,
  }
}
