import { createTRPCClient } from '@trpc/client'
import type { OrderportRouter } from './generated/router.gen.ts'
import type { CallOptions, OrderportOptions } from './options.ts'
import type { Orders } from './orders.ts'
import { systemClock, type Clock } from './transport/clock.ts'
import { createLinks } from './transport/links.ts'
import { resolveSettings } from './transport/settings.ts'
import { toOrderportError } from './transport/to-orderport-error.ts'
import { walkPages } from './walk-pages.ts'

/** A client of one Orderport for one tenant. */
export interface Orderport {
  readonly orders: Orders
}

/**
 * Returns a client. It holds no resources: keep one, or create one for each tenant. Throws a TypeError for invalid
 * options.
 */
export function createOrderport(options: OrderportOptions): Orderport {
  return createWithClock(options, systemClock)
}

/** Like `createOrderport`, with a clock for tests. */
export function createWithClock(options: OrderportOptions, clock: Clock): Orderport {
  const { orders } = createTRPCClient<OrderportRouter>({ links: createLinks(resolveSettings(options, clock)) })
  const list: Orders['list'] = (input = {}, call) =>
    withOrderportError(() => orders.list.query(input, toTrpcOptions(call)))
  return {
    orders: {
      import: (input, call) => withOrderportError(() => orders.import.mutate(input, toTrpcOptions(call))),
      list,
      get: (input, call) => withOrderportError(() => orders.get.query(input, toTrpcOptions(call))),
      late: (input = {}, call) => withOrderportError(() => orders.late.query(input, toTrpcOptions(call))),
      iterate: (input = {}, call) => walkPages((cursor) => list({ ...input, cursor }, call)),
    },
  }
}

function toTrpcOptions(call: CallOptions = {}) {
  // The links reject anything but an object, as they do for tRPC's own clients.
  if (Object(call) !== call) return { context: { orderport: call } }
  const { signal, ...orderport } = call
  return { context: { orderport }, ...(signal === undefined ? {} : { signal }) }
}

async function withOrderportError<T>(call: () => PromiseLike<T>): Promise<T> {
  try {
    return await call()
  } catch (thrown) {
    throw toOrderportError(thrown)
  }
}
