import type { TRPCLink } from '@trpc/client'
import type { OrderportRouter } from './generated/router.gen.ts'
import type { OrderportOptions } from './options.ts'
import { linksOn } from './transport/links.ts'
import { settingsOf } from './transport/settings.ts'

export type { OrderportRouter } from './generated/router.gen.ts'
export type { CallContext } from './transport/call-context.ts'
export { toOrderportError } from './transport/to-orderport-error.ts'

/**
 * The SDK's way of calling, for tRPC's own clients and integrations: tenant, token, batching, retries and time limits alike.
 * `createTRPCClient<OrderportRouter>({ links: orderportLinks({ baseUrl, tenantId }) })`. What one call has otherwise goes into
 * its context: `context: { orderport: { requestId } }`. Errors are tRPC's, with the OrderportError as `cause`.
 */
export function orderportLinks(options: OrderportOptions): TRPCLink<OrderportRouter>[] {
  return linksOn(settingsOf(options))
}
