import { setTimeout as sleep } from 'node:timers/promises'
import { isLostAnswer, isServiceFault } from './transient-failure.ts'
import type { Send, UpstreamAnswer, UpstreamRequest } from './upstream-request.ts'

export interface RetryDeps {
  /** Returns numbers in [0, 1). */
  readonly random: () => number
  /** Milliseconds since 1970, as in a request's deadline. */
  readonly now: () => number
  /** Resolves after `ms` milliseconds; rejects when the signal aborts. Node's timer unless given. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

const maxAttempts = 3
/** The longest pause before the second attempt; the one before the third is twice as long. */
const firstPauseMs = 250

/**
 * Sends a request up to three times while its failure looks transient: 5xx, a lost answer, a 200 that can't be read.
 * Never retries a 4xx, least of all a 429, nor an answer over the size limit. Pauses have full jitter. A pause that
 * would pass the deadline is not begun: the last outcome is then the result.
 */
export function sendWithRetries(send: Send, deps: RetryDeps): Send {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const [outcome] = await Promise.allSettled([send(request)])
      const retry = attempt < maxAttempts && isTransient(outcome) && (await paused(request, attempt, deps))
      if (retry) continue
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    }
  }
}

function isTransient(outcome: PromiseSettledResult<UpstreamAnswer>): boolean {
  if (outcome.status === 'rejected') return isLostAnswer(outcome.reason)
  return isServiceFault(outcome.value) && outcome.value.body.kind !== 'oversized'
}

/** Resolves to true after the pause, to false where the deadline leaves no time for it. */
async function paused(request: UpstreamRequest, attempt: number, deps: RetryDeps): Promise<boolean> {
  const { random, now, wait = sleepUntilAborted } = deps
  const { signal, endsAt } = request.deadline
  const ms = random() * firstPauseMs * 2 ** (attempt - 1)
  if (signal.aborted || now() + ms >= endsAt) return false
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
