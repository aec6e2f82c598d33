import { DomainError } from '@orderport/domain'
import type { Send, UpstreamAnswer, UpstreamRequest } from '../transport/upstream-request.ts'

type Outcome = UpstreamAnswer | DomainError

export function answerWith(status: number, body: UpstreamAnswer['body'] = { kind: 'json', value: {} }): UpstreamAnswer {
  return { status, body, requestId: null, rateLimit: null }
}

export const lost = new DomainError('UPSTREAM_ERROR', { detail: 'getOrder: no whole answer (ECONNRESET)' })

/** A `Send` that gives these outcomes one after the other, the last one for ever, and counts. */
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

export function aRequest(change: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    operation: 'getOrder',
    method: 'GET',
    url: 'https://spapi.example/orders/1',
    pathTemplate: '/orders/{orderId}',
    headers: {},
    sellerId: 'A1SELLER',
    signal: new AbortController().signal,
    ...change,
  }
}
