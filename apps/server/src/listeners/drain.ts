import { setImmediate, setTimeout as delay } from 'node:timers/promises'
import { raceAgainst } from '@orderport/domain'
import type { FastifyInstance } from 'fastify'
import type { InFlightRequests } from './in-flight-requests.ts'

export interface DrainDeps {
  readonly listeners: readonly FastifyInstance[]
  readonly inFlight: InFlightRequests
  /** Aborted when answers that last, such as streams of events, have to end. */
  readonly stopping: AbortController
}

export interface DrainOptions {
  /** How long new requests are still expected, because a load balancer needs time to notice, in milliseconds. */
  readonly delayMs: number
  /** How long running requests may take after that, in milliseconds. */
  readonly timeoutMs: number
}

/** Requests that were on their way when the listeners stopped get this long to arrive, in milliseconds. */
const arrivalMs = 1000

/**
 * Answers what is asked for `delayMs`, each answer being its connection's last. Then lets running requests end, stops
 * listening, and lets those end that came meanwhile. Returns early when every connection has ended. What is left when
 * the time is over, the caller cuts off.
 */
export async function drain(
  { listeners, inFlight, stopping }: DrainDeps,
  { delayMs, timeoutMs }: DrainOptions,
): Promise<void> {
  inFlight.endConnections()
  await delay(delayMs)
  stopping.abort()
  const ended = endRequests(listeners, inFlight)
  await raceAgainst(timeoutMs, ended).catch(() => undefined)
}

async function endRequests(listeners: readonly FastifyInstance[], inFlight: InFlightRequests): Promise<void> {
  await inFlight.answered()
  await quietMoment()
  const connectionsEnded = Promise.all(listeners.map(stopListening))
  const timer = new AbortController()
  const arrived = delay(arrivalMs, undefined, { signal: timer.signal }).then(
    () => inFlight.answered(),
    () => undefined,
  )
  await Promise.race([connectionsEnded, arrived])
  timer.abort()
}

/** Stops accepting connections, and ends those that are idle. Resolves when the others have ended too. */
function stopListening({ server }: FastifyInstance): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

/** An iteration of the event loop that takes no longer than this found nothing to do, in milliseconds. */
const quietMs = 0.2

/**
 * Waits for a moment, within half a second, at which nothing was waiting to be accepted or read: what waits when the
 * listeners stop is refused by the system, and its client would see a reset.
 */
async function quietMoment(): Promise<void> {
  const until = performance.now() + 500
  // The timers phase precedes the poll phase, so the first iteration may not have polled at all.
  await setImmediate()
  for (let before = performance.now(); ; before = performance.now()) {
    await setImmediate()
    const now = performance.now()
    if (now - before < quietMs || now > until) return
  }
}
