import type { DomainError, ErrorCode } from '@orderport/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics/metrics.ts'

/** A flood of refusals must not fill the disk. */
const maxLinesPerSecond = 10

/** The failures that refuse a caller, whatever was asked for. `log`: no tenant's audit records it. */
const refusals: ReadonlyMap<ErrorCode, { readonly log: boolean }> = new Map([
  ['AUTH_REQUIRED', { log: true }],
  ['UNTRUSTED_PEER', { log: true }],
  ['TENANT_MISMATCH', { log: true }],
  ['NOT_MEMBER', { log: false }],
  ['SCOPE_MISSING', { log: false }],
])

/**
 * Gives the listener its `recordRefusal`: it counts refused requests, and logs those that no audit records, with the
 * peer, the route, the reason, and how many refusals were left out of the log.
 */
export function recordRefusals(app: FastifyInstance, metrics: Pick<Metrics, 'observeRefusal'>, now: () => Date): void {
  const recorded = new WeakSet<FastifyRequest>()
  const lines = createLineBudget(now)
  app.decorate('recordRefusal', (request: FastifyRequest, failure: DomainError) => {
    const refusal = refusals.get(failure.code)
    // A batch of calls is refused once.
    if (refusal === undefined || recorded.has(request)) return
    recorded.add(request)
    metrics.observeRefusal(failure.code)
    if (!refusal.log) return
    const leftOut = lines.take()
    if (leftOut === null) return
    const { code, detail } = failure
    const peer = request.raw.socket.remoteAddress
    const route = request.routeOptions.url ?? null
    request.log.warn({ code, detail, peer, route, leftOut }, 'refused')
  })
}

/** Limits the lines of each second. */
function createLineBudget(now: () => Date) {
  let second = 0
  let lines = 0
  let leftOut = 0
  return {
    /** Takes a line; returns how many were left out since the last one. Null when this line is left out too. */
    take(): number | null {
      const current = Math.floor(now().getTime() / 1000)
      if (current !== second) [second, lines] = [current, 0]
      if (lines >= maxLinesPerSecond) {
        leftOut += 1
        return null
      }
      lines += 1
      const count = leftOut
      leftOut = 0
      return count
    },
  }
}
