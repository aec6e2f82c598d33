import { setTimeout as sleep } from 'node:timers/promises'
import { isLostAnswer, isServiceFault } from './transient-failure.ts'
import type { Send, UpstreamAnswer, UpstreamRequest } from './upstream-request.ts'

export interface RetryOptions {
  /** Numbers in [0, 1). */
  readonly random: () => number
  /** Milliseconds since 1970, as in a request's deadline. */
  readonly now: () => number
  /** Resolves after that many milliseconds; rejects when the signal aborts. Node's timer unless given. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

const maxAttempts = 3
/** The longest pause before the second attempt; the one before the third is twice as long. */
const firstPauseMs = 250

/**
 * Sends a request up to three times while its failure looks like a passing one: 5xx, a reset, an answer that can't be
 * read. Never for 4xx, least of all 429, nor for an answer over the size limit. Pauses have full jitter, and one that the
 * deadline would cut short is not begun: the last failure is then the answer.
 */
export function sendWithRetries(send: Send, options: RetryOptions): Send {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const [outcome] = await Promise.allSettled([send(request)])
      const again = attempt < maxAttempts && mayPass(request, outcome) && (await paused(request, attempt, options))
      if (again) continue
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    }
  }
}

function mayPass({ operation }: UpstreamRequest, outcome: PromiseSettledResult<UpstreamAnswer>): boolean {
  if (outcome.status === 'rejected') return isLostAnswer(outcome.reason)
  return isServiceFault(operation, outcome.value) && outcome.value.body.kind !== 'oversized'
}

/** True after the pause; false where the deadline leaves no time for it. */
async function paused(request: UpstreamRequest, attempt: number, options: RetryOptions): Promise<boolean> {
  const { random, now, wait = sleepUntilAborted } = options
  const { signal, deadline } = request
  const ms = random() * firstPauseMs * 2 ** (attempt - 1)
  if (signal.aborted || (deadline !== undefined && now() + ms >= deadline)) return false
  try {
    await wait(ms, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return !signal.aborted
}

function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal })
}
