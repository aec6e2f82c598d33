/** An order that the service said it has imported. */
export interface Acknowledged {
  readonly tenantId: string
  readonly reference: string
  readonly orderId: string
}

/** What came of a load, so far. */
export interface Ledger {
  requests: number
  /** Requests without the answer that they were for: refused with a code, or without any answer. */
  failed: number
  /** Those among them that got a code, by the code. */
  readonly codes: Map<string, number>
  /** Those among them without an answer, by what the client saw. */
  readonly broken: Map<string, number>
  /** Answers that were not true, in words. */
  readonly wrong: string[]
  /** The first acknowledgement of each reference. */
  readonly acknowledged: Map<string, Acknowledged>
  /** References of acknowledged orders that the service then said it doesn't have, or has under another id. */
  readonly missed: Set<string>
  /** The longest time that a client waited, in milliseconds. */
  slowestMs: number
  /** When the last request failed, by `performance.now()`. */
  lastFailureAt: number
  /** When an order was last fetched from Amazon, by `performance.now()`. */
  lastImportAt: number
}

export function createLedger(): Ledger {
  return {
    requests: 0,
    failed: 0,
    codes: new Map(),
    broken: new Map(),
    wrong: [],
    acknowledged: new Map(),
    missed: new Set(),
    slowestMs: 0,
    lastFailureAt: 0,
    lastImportAt: 0,
  }
}

export function countUp(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
