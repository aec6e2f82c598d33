import { OrderportError } from '../orderport-error.ts'
import type { Clock } from './clock.ts'

export interface TimeoutOptions {
  /** Any of them ends the call. */
  readonly signals: readonly (AbortSignal | null | undefined)[]
  readonly timeoutMs: number
  readonly clock: Clock
  readonly requestId: string | null
}

/**
 * Returns the result of `work`. Throws ABORTED as soon as a signal aborts, or TIMEOUT when the time is over, and
 * aborts the signal of `work`. It does without AbortSignal.any, which Node 18 lacks.
 */
export function withTimeout<T>(options: TimeoutOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, clock, requestId } = options
  const signals = options.signals.filter((signal) => signal !== null && signal !== undefined)
  return new Promise<T>((resolve, reject) => {
    const controller = new AbortController()
    const end = (error: OrderportError) => {
      reject(error)
      controller.abort()
    }
    const abort = () => {
      const cause: unknown = signals.find(({ aborted }) => aborted)?.reason
      end(new OrderportError({ code: 'ABORTED', message: 'The call was aborted.', requestId, cause }))
    }
    if (signals.some(({ aborted }) => aborted)) return abort()
    const cancelTimer = clock.schedule(timeoutMs, () => {
      const message = `The call took longer than ${timeoutMs} ms.`
      end(new OrderportError({ code: 'TIMEOUT', message, retryable: true, requestId }))
    })
    for (const signal of signals) signal.addEventListener('abort', abort)
    const cleanUp = () => {
      cancelTimer()
      for (const signal of signals) signal.removeEventListener('abort', abort)
    }
    controller.signal.addEventListener('abort', cleanUp)
    work(controller.signal).then(resolve, reject).finally(cleanUp)
  })
}
