import { httpBatchLink, httpLink, splitLink, type Operation, type TRPCLink } from '@trpc/client'
import type { OrderportRouter } from '../generated/router.gen.ts'
import { callContextOf } from './call-context.ts'
import { patientLink } from './patient-link.ts'
import { exchangeOn } from './exchange.ts'
import { requestHeaders } from './request-headers.ts'
import type { Settings } from './settings.ts'

/**
 * From a call to HTTP. Reads of the same moment share a request; an import has its own: it waits for the marketplace, up to
 * ten seconds, and would make the others wait with it. A call with a tenant or a request id of its own travels alone too, so
 * that a batch's headers are the client's alone and no batch can hold two tenants; and so does a read that a batch's URL can't hold.
 */
export function linksOn(settings: Settings): TRPCLink<OrderportRouter>[] {
  const { url, batch } = settings
  const fetch = exchangeOn(settings)
  const alone = httpLink<OrderportRouter>({
    url,
    fetch,
    headers: ({ op }) => requestHeaders(settings, callContextOf(op.context)),
  })
  if (batch === null) return [patientLink(settings), alone]
  const batched = httpBatchLink<OrderportRouter>({
    url,
    fetch,
    headers: () => requestHeaders(settings, {}),
    maxItems: batch.maxItems,
    maxURLLength: batch.maxUrlLength,
  })
  return [
    patientLink(settings),
    splitLink({ condition: (op) => mayShare(op, url, batch.maxUrlLength), true: batched, false: alone }),
  ]
}

function mayShare({ type, context, path, input }: Operation, url: string, maxUrlLength: number): boolean {
  const { tenantId, requestId } = callContextOf(context)
  if (type !== 'query' || tenantId !== undefined || requestId !== undefined) return false
  // As tRPC writes and counts a batch's URL: one that is too long for its bound with this call alone would fail the call.
  const ownUrl = `${url}/${path}?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: input }))}`
  return ownUrl.length <= maxUrlLength
}
