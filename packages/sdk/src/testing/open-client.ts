import { orderportOn } from '../create-orderport.ts'
import { OrderportError } from '../orderport-error.ts'
import type { OrderportOptions } from '../options.ts'
import { systemClock } from '../transport/clock.ts'
import { fakeService, type Seen } from './fake-service.ts'

/** A client on a fake service, for the tenant `boutique-lyon`. Chance always gives `random`. */
export function openClient(
  answer: (seen: Seen, index: number) => Response | Promise<Response>,
  options: Partial<OrderportOptions> & { random?: number } = {},
) {
  const service = fakeService(answer)
  const clock = { ...systemClock, random: () => options.random ?? 0 }
  const given = { baseUrl: 'https://orders.example', tenantId: 'boutique-lyon', fetch: service.fetch, ...options }
  return { ...orderportOn(given, clock), requests: service.requests }
}

/** The SDK's error that a call rejects with. */
export async function errorOf(call: Promise<unknown>): Promise<OrderportError> {
  const thrown = await call.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  )
  if (!OrderportError.isInstance(thrown)) throw thrown
  return thrown
}
