import type { DomainError, ErrorCode } from '@orderport/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from '../health/metrics.ts'

/** Log lines in a second, so that a flood of refusals doesn't fill the disk. */
const maxLinesASecond = 10

/** Refusals of somebody, not of what was asked. `log`: where no tenant's audit has them. */
const refusals: ReadonlyMap<ErrorCode, { readonly log: boolean }> = new Map([
  ['AUTH_REQUIRED', { log: true }],
  ['UNTRUSTED_PEER', { log: true }],
  ['TENANT_MISMATCH', { log: true }],
  ['NOT_MEMBER', { log: false }],
  ['SCOPE_MISSING', { log: false }],
])

declare module 'fastify' {
  interface FastifyInstance {
    noteFailure: (request: FastifyRequest, failure: DomainError) => void
  }
}

/** Counts refused requests, and logs those that the audit doesn't have: who, where, why, and how many went without a line. */
export function noteRefusals(app: FastifyInstance, metrics: Pick<Metrics, 'observeRefusal'>, now: () => Date): void {
  const noted = new WeakSet<FastifyRequest>()
  const lines = createLineBudget(now)
  app.decorate('noteFailure', (request: FastifyRequest, failure: DomainError) => {
    const refusal = refusals.get(failure.code)
    // A batch of calls is refused once.
    if (refusal === undefined || noted.has(request)) return
    noted.add(request)
    metrics.observeRefusal(failure.code)
    if (!refusal.log) return
    const leftOut = lines.take()
    if (leftOut === null) return
    const { code, detail } = failure
    const peer = request.raw.socket.remoteAddress
    const route = request.routeOptions.url ?? null
    request.log.warn({ code, detail, peer, route, requestId: request.id, leftOut }, 'refused')
  })
}

/** Lets so many lines pass in each second. */
function createLineBudget(now: () => Date) {
  let second = 0
  let lines = 0
  let leftOut = 0
  return {
    /** How many lines were left out since the last one that passed; null where this one is left out too. */
    take(): number | null {
      const current = Math.floor(now().getTime() / 1000)
      if (current !== second) [second, lines] = [current, 0]
      if (lines >= maxLinesASecond) {
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
