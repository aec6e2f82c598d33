import { OrderportError } from '../orderport-error.ts'
import type { Clock } from './clock.ts'

export interface Limits {
  /** Any of them ends the call. */
  readonly signals: readonly (AbortSignal | null | undefined)[]
  readonly timeoutMs: number
  readonly clock: Clock
  readonly requestId: string | null
}

/**
 * What `work` gives, unless a signal or the clock comes first: then ABORTED or TIMEOUT at once, and the signal that `work`
 * has is aborted. (Not AbortSignal.any: Node 18 lacks it.)
 */
export function withinLimits<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, clock, requestId } = limits
  const signals = limits.signals.filter((signal) => signal !== null && signal !== undefined)
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
    const leave = () => {
      cancelTimer()
      for (const signal of signals) signal.removeEventListener('abort', abort)
    }
    controller.signal.addEventListener('abort', leave)
    work(controller.signal).then(resolve, reject).finally(leave)
  })
}
