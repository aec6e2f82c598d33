import { DomainError } from '@orderport/domain'
import type { Operation, Send, UpstreamAnswer, UpstreamRequest } from '../transport/upstream-request.ts'
import { noDeadline } from './deadlines.ts'

type Outcome = UpstreamAnswer | DomainError

export function answerWith(status: number, body: UpstreamAnswer['body'] = { kind: 'json', value: {} }): UpstreamAnswer {
  return { status, body, requestId: null, rateLimit: null }
}

export const lost = new DomainError('UPSTREAM_ERROR', { detail: 'getOrder: no whole answer (ECONNRESET)' })

/** A `Send` with these outcomes, one after the other, the last one forever. It counts the requests. */
export function scriptedSend(...outcomes: readonly [Outcome, ...Outcome[]]) {
  const script = { sent: 0, outcomes: [...outcomes] }
  const send: Send = async () => {
    const outcome = script.outcomes[Math.min(script.sent, script.outcomes.length - 1)]
    script.sent += 1
    if (outcome === undefined || DomainError.is(outcome)) throw outcome
    return outcome
  }
  return { send, script }
}

const getOrder: Operation = {
  name: 'getOrder',
  method: 'GET',
  pathTemplate: '/orders/{orderId}',
}

export function aRequest(change: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    operation: getOrder,
    url: 'https://spapi.example/orders/1',
    headers: {},
    sellerId: 'A1SELLER',
    deadline: noDeadline,
    ...change,
  }
}
