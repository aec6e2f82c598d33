/** The end of an import's budget for credentials and marketplace together. */
export interface Deadline {
  readonly signal: AbortSignal
  /** When `signal` aborts, in milliseconds since 1970. */
  readonly endsAt: number
}

/** A deadline in `ms` milliseconds, by the real clock: a timer of the platform knows no other. */
export function deadlineIn(ms: number): Deadline {
  return { signal: AbortSignal.timeout(ms), endsAt: Date.now() + ms }
}
