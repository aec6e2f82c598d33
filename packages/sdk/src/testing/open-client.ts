import { createWithClock } from '../create-orderport.ts'
import { OrderportError } from '../orderport-error.ts'
import type { OrderportOptions } from '../options.ts'
import { systemClock } from '../transport/clock.ts'
import { fakeService, type ReceivedRequest } from './fake-service.ts'

/** A client of the tenant `boutique-lyon` with a fake service. Its clock's randomness always returns `random`. */
export function openClient(
  respond: (request: ReceivedRequest, index: number) => Response | Promise<Response>,
  options: Partial<OrderportOptions> & { random?: number } = {},
) {
  const service = fakeService(respond)
  const clock = { ...systemClock, random: () => options.random ?? 0 }
  const allOptions = { baseUrl: 'https://orders.example', tenantId: 'boutique-lyon', fetch: service.fetch, ...options }
  return { ...createWithClock(allOptions, clock), requests: service.requests }
}

/** Returns the OrderportError that a call rejects with. Fails if it does not. */
export async function expectFailure(call: Promise<unknown>): Promise<OrderportError> {
  const thrown = await call.then(
    () => new Error('Expected a failure'),
    (reason: unknown) => reason,
  )
  if (!OrderportError.isInstance(thrown)) throw thrown
  return thrown
}
