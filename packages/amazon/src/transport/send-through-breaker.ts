import { DomainError } from '@orderport/domain'
import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel'
import { isLostAnswer, isServiceFault } from './transient-failure.ts'
import type { Send, UpstreamAnswer, UpstreamRequest } from './upstream-request.ts'

/** `open`: no request goes to the host. `probing`: one does. `closed`: the host answers again. */
export interface CircuitEvent {
  readonly host: string
  readonly state: 'open' | 'probing' | 'closed'
}

/** Consecutive faults, whichever sellers the requests were for. One order that always fails is not an outage. */
const faultsToOpen = 20
const openSeconds = 5

/** Wraps an answer that the breaker counts as a fault. The caller gets the answer itself. */
class FaultyAnswer {
  readonly answer: UpstreamAnswer

  constructor(answer: UpstreamAnswer) {
    this.answer = answer
  }
}

const faults = handleWhen(isLostAnswer).orResultType(FaultyAnswer)

/**
 * Stops sending to a host that only fails. After twenty consecutive faults, requests are refused with `UPSTREAM_ERROR`
 * at once for five seconds; then one goes through, and its outcome decides. Any answer that is not a fault, 4xx and 429
 * included, closes the breaker. Each process has its own state.
 */
export function sendThroughBreaker(send: Send, onCircuit: (event: CircuitEvent) => void): Send {
  const breakers = new Map<string, CircuitBreakerPolicy>()
  return async (request) => {
    const { host } = new URL(request.url)
    const breaker = breakers.get(host) ?? makeBreaker(host, onCircuit)
    breakers.set(host, breaker)
    // cockatiel would let this request wait for the probe, past its deadline if the probe takes that long.
    if (breaker.state === CircuitState.HalfOpen) throw refusal(request, host)
    try {
      const outcome = await breaker.execute(async () => {
        const answer = await send(request)
        return isServiceFault(answer) ? new FaultyAnswer(answer) : answer
      })
      return outcome instanceof FaultyAnswer ? outcome.answer : outcome
    } catch (error) {
      throw error instanceof BrokenCircuitError ? refusal(request, host) : error
    }
  }
}

function makeBreaker(host: string, onCircuit: (event: CircuitEvent) => void): CircuitBreakerPolicy {
  const breaker = circuitBreaker(faults, {
    breaker: new ConsecutiveBreaker(faultsToOpen),
    halfOpenAfter: openSeconds * 1000,
  })
  breaker.onBreak(() => onCircuit({ host, state: 'open' }))
  breaker.onHalfOpen(() => onCircuit({ host, state: 'probing' }))
  breaker.onReset(() => onCircuit({ host, state: 'closed' }))
  return breaker
}

function refusal({ operation }: UpstreamRequest, host: string): DomainError {
  return new DomainError('UPSTREAM_ERROR', {
    detail: `${operation.name}: not sent, because the last requests to ${host} all failed`,
    retryAfterSeconds: openSeconds,
  })
}
