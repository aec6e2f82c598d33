import type { TRPCLink } from '@trpc/client'
import type { OrderportRouter } from './generated/router.gen.ts'
import type { OrderportOptions } from './options.ts'
import { createLinks } from './transport/links.ts'
import { resolveSettings } from './transport/settings.ts'

export type { OrderportRouter } from './generated/router.gen.ts'
export type { CallContext } from './transport/call-context.ts'
export { toOrderportError } from './transport/to-orderport-error.ts'

/**
 * Returns links for tRPC's own clients and integrations, with the SDK's tenant, token, batching, retries and timeouts:
 * `createTRPCClient<OrderportRouter>({ links: orderportLinks({ baseUrl, tenantId }) })`. Per-call overrides go into
 * the call's context: `context: { orderport: { requestId } }`. Errors are tRPC's, with the OrderportError as `cause`.
 */
export function orderportLinks(options: OrderportOptions): TRPCLink<OrderportRouter>[] {
  return createLinks(resolveSettings(options))
}
