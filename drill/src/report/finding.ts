/** What a drill found. */
export interface Finding {
  readonly name: string
  readonly description: string
  readonly requests: number
  /** Requests without the answer that they were for. */
  readonly failed: number
  /** The failed ones that were told why, by code. */
  readonly codes: Readonly<Record<string, number>>
  /** The failed ones without an answer, by what the client saw. */
  readonly broken: Readonly<Record<string, number>>
  /** Answers and rows that aren't true. */
  readonly wrong: number
  /** Acknowledged orders that aren't stored. */
  readonly lost: number
  /** Orders that are stored more than once. */
  readonly doubled: number
  /** The longest time that a client waited, for an answer or a failure. */
  readonly slowestSeconds: number
  /** From the end of the fault to the last failed request; null when failures went on. */
  readonly secondsToRecover: number | null
  /** Why the drill failed, one line each. */
  readonly faults: readonly string[]
}

/** A drill that this machine can't run, and why. */
export interface Skipped {
  readonly name: string
  readonly description: string
  readonly reason: string
}
