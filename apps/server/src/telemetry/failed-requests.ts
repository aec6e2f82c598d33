import type { ErrorCode } from '@orderport/domain'
import type { Log } from '../log.ts'

/** Counts requests that failed through no fault of their callers. */
export interface FailedRequests {
  count(code: ErrorCode): void
  /** Logs what was counted since the last line. */
  close(): void
}

/** While requests fail, one line tells how many, by code, this often. */
const everyMs = 30_000

export function createFailedRequests(log: Pick<Log, 'warn'>): FailedRequests {
  const counts = new Map<ErrorCode, number>()
  let since = 0
  let timer: NodeJS.Timeout | null = null

  function tell(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (counts.size === 0) return
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const seconds = Math.round((performance.now() - since) / 1000)
    log.warn({ total, codes: Object.fromEntries(counts), seconds }, 'requests failed')
    counts.clear()
  }
  return {
    count(code) {
      if (timer === null) {
        since = performance.now()
        timer = setTimeout(tell, everyMs).unref()
      }
      counts.set(code, (counts.get(code) ?? 0) + 1)
    },
    close: tell,
  }
}
