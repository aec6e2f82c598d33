import { httpBatchLink, httpLink, splitLink, type Operation, type TRPCLink } from '@trpc/client'
import type { OrderportRouter } from '../generated/router.gen.ts'
import { parseCallContext } from './call-context.ts'
import { createFetchJson } from './fetch-json.ts'
import { requestHeaders } from './request-headers.ts'
import { resilienceLink } from './resilience-link.ts'
import type { Settings } from './settings.ts'

/**
 * Returns the links from a call to HTTP. Concurrent reads share a request. These calls have a request of their own:
 *
 * - imports and forecasts, which wait up to ten seconds for the marketplace and would delay the rest of a batch;
 * - calls with a tenant or a request id of their own, so that no batch can mix tenants;
 * - reads whose URL alone is too long for a batch.
 */
export function createLinks(settings: Settings): TRPCLink<OrderportRouter>[] {
  const { url, batch } = settings
  const fetch = createFetchJson(settings)
  const single = httpLink<OrderportRouter>({
    url,
    fetch,
    headers: ({ op }) => requestHeaders(settings, parseCallContext(op.context)),
  })
  if (batch === null) return [resilienceLink(settings), single]
  const batched = httpBatchLink<OrderportRouter>({
    url,
    fetch,
    headers: () => requestHeaders(settings, {}),
    maxItems: batch.maxItems,
    maxURLLength: batch.maxUrlLength,
  })
  return [
    resilienceLink(settings),
    splitLink({ condition: (op) => isBatchable(op, url, batch.maxUrlLength), true: batched, false: single }),
  ]
}

function isBatchable({ type, context, path, input }: Operation, url: string, maxUrlLength: number): boolean {
  const { tenantId, requestId } = parseCallContext(context)
  if (type !== 'query' || path === 'imports.preview' || tenantId !== undefined || requestId !== undefined) return false
  // tRPC fails a call whose URL alone exceeds the limit. This is the URL that it writes for a batch of this one call.
  const ownUrl = `${url}/${path}?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: input }))}`
  return ownUrl.length <= maxUrlLength
}
