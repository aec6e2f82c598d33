import { createTRPCClient } from '@trpc/client'
import type { OrderportRouter } from './generated/router.gen.ts'
import type { CallOptions, OrderportOptions } from './options.ts'
import type { Imports } from './imports.ts'
import type { Orders } from './orders.ts'
import { systemClock, type Clock } from './transport/clock.ts'
import { createLinks } from './transport/links.ts'
import { resolveSettings } from './transport/settings.ts'
import { toOrderportError } from './transport/to-orderport-error.ts'
import { walkPages } from './walk-pages.ts'
import { watchImport } from './watch-import.ts'

/** A client of one Orderport for one tenant. */
export interface Orderport {
  readonly orders: Orders
  readonly imports: Imports
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
  const settings = resolveSettings(options, clock)
  const { orders, imports } = createTRPCClient<OrderportRouter>({ links: createLinks(settings) })
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
    imports: {
      start: (input, call) => withOrderportError(() => imports.start.mutate(input, toTrpcOptions(call))),
      preview: (input, call) => withOrderportError(() => imports.preview.query(input, toTrpcOptions(call))),
      get: (input, call) => withOrderportError(() => imports.get.query(input, toTrpcOptions(call))),
      list: (input = {}, call) => withOrderportError(() => imports.list.query(input, toTrpcOptions(call))),
      cancel: (input, call) => withOrderportError(() => imports.cancel.mutate(input, toTrpcOptions(call))),
      retryFailed: (input, call) => withOrderportError(() => imports.retryFailed.mutate(input, toTrpcOptions(call))),
      watch: (id, call) => watchImport(settings, id, call),
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
