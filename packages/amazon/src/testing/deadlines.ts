import type { Deadline } from '@orderport/domain'

/** A deadline that never passes. */
export const noDeadline: Deadline = { signal: new AbortController().signal, endsAt: Number.POSITIVE_INFINITY }

/**
 * Returns a deadline that the test ends itself: `pass` aborts the signal as a timeout does. Its end is not known
 * before.
 */
export function manualDeadline(): Deadline & { readonly pass: () => void } {
  const controller = new AbortController()
  return {
    ...noDeadline,
    signal: controller.signal,
    pass: () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
  }
}
