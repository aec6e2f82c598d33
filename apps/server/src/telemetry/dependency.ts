import type { Log } from '../log.ts'

/** Something that the service needs, as the log tells of it: one line when it is lost, and one when it is back. */
export interface Dependency {
  /** It failed. `cause` is in our own words, or a code. */
  lose(cause: string): void
  /** It answered. */
  answered(): void
}

/** A dependency that fails now and then is lost until it has answered and not failed for this time. */
const quietMs = 2000

/** Costs nothing but a comparison while nothing is lost. */
export function createDependency(log: Pick<Log, 'warn'>, dependency: string): Dependency {
  let lostAt: number | null = null
  let returning: NodeJS.Timeout | null = null

  function back(lostForMs: number): void {
    lostAt = null
    returning = null
    log.warn({ dependency, lostForSeconds: Math.round(lostForMs / 1000) }, 'back')
  }
  return {
    lose(cause) {
      if (returning !== null) clearTimeout(returning)
      returning = null
      if (lostAt !== null) return
      lostAt = performance.now()
      log.warn({ dependency, cause }, 'lost')
    },
    answered() {
      if (lostAt === null || returning !== null) return
      returning = setTimeout(back, quietMs, performance.now() - lostAt).unref()
    },
  }
}
