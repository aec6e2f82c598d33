import { httpBatchLink, httpLink, splitLink, type Operation, type TRPCLink } from '@trpc/client'
import type { OrderportRouter } from '../generated/router.gen.ts'
import { callContextOf } from './call-context.ts'
import { patientLink } from './patient-link.ts'
import { exchangeOn } from './exchange.ts'
import { requestHeaders } from './request-headers.ts'
import type { Settings } from './settings.ts'

/** Characters of an input's JSON; a longer one would fill a batch's URL by itself. */
const longestBatchedInput = 1000

/**
 * From a call to HTTP. Reads of the same moment share a request; an import has its own: it waits for the marketplace, up to
 * ten seconds, and would make the others wait with it. A call with a tenant or a request id of its own travels alone too, so
 * that a batch's headers are the client's alone and no batch can hold two tenants.
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
  return [patientLink(settings), splitLink({ condition: mayShare, true: batched, false: alone })]
}

function mayShare({ type, context, input }: Operation): boolean {
  const { tenantId, requestId } = callContextOf(context)
  if (type !== 'query' || tenantId !== undefined || requestId !== undefined) return false
  return (JSON.stringify(input)?.length ?? 0) <= longestBatchedInput
}
