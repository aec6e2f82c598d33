import { createTRPCClient } from '@trpc/client'
import type { OrderportRouter } from './generated/router.gen.ts'
import type { CallOptions, OrderportOptions } from './options.ts'
import type { Orders } from './orders.ts'
import { systemClock, type Clock } from './transport/clock.ts'
import { linksOn } from './transport/links.ts'
import { settingsOf } from './transport/settings.ts'
import { toOrderportError } from './transport/to-orderport-error.ts'
import { walkPages } from './walk-pages.ts'

/** A client of one Orderport for one tenant. */
export interface Orderport {
  readonly orders: Orders
}

/** A client that keeps nothing open: make one and keep it, or make one for each tenant. Throws a TypeError for options that can't work. */
export function createOrderport(options: OrderportOptions): Orderport {
  return orderportOn(options, systemClock)
}

/** The same with a clock of its own. */
export function orderportOn(options: OrderportOptions, clock: Clock): Orderport {
  const { orders } = createTRPCClient<OrderportRouter>({ links: linksOn(settingsOf(options, clock)) })
  const list: Orders['list'] = (input = {}, call) => settled(() => orders.list.query(input, requestOf(call)))
  return {
    orders: {
      import: (input, call) => settled(() => orders.import.mutate(input, requestOf(call))),
      list,
      get: (input, call) => settled(() => orders.get.query(input, requestOf(call))),
      iterate: (input = {}, call) => walkPages((cursor) => list({ ...input, cursor }, call)),
    },
  }
}

function requestOf(call: CallOptions = {}) {
  // What is no object goes through the links as it is: they refuse it, as they do for tRPC’s own clients.
  if (Object(call) !== call) return { context: { orderport: call } }
  const { signal, ...orderport } = call
  return { context: { orderport }, ...(signal === undefined ? {} : { signal }) }
}

async function settled<T>(call: () => PromiseLike<T>): Promise<T> {
  try {
    return await call()
  } catch (thrown) {
    throw toOrderportError(thrown)
  }
}
