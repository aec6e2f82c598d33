import { DomainError, parseInstant, type Instant, type OrderPage, type TenantId } from '@orderport/domain'
import type { z } from 'zod'
import type { Services } from '../context.ts'
import { searchTextIn } from './typed-reference.ts'
import { greatestLimit, type listInputSchema } from './list-schema.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Returns one page of a tenant's orders, and the limit that was applied. Throws INVALID_REQUEST. */
export async function listOrders(
  services: Services,
  tenantId: TenantId,
  request: z.infer<typeof listInputSchema>,
): Promise<OrderPage & { readonly limit: number }> {
  const limit = Math.min(request.limit, greatestLimit)
  const search = request.q === undefined || request.q.trim() === '' ? undefined : searchTextIn(services, request.q)
  const filter = {
    q: search?.q,
    reference: search?.reference,
    status: request.status,
    channel: request.channel,
    dateFrom: request.dateFrom === undefined ? undefined : instantOf(request.dateFrom, 'dateFrom'),
    dateBefore: request.dateTo === undefined ? undefined : firstMomentAfter(request.dateTo),
  }
  const page = { limit, offset: request.offset, cursor: request.cursor ?? undefined }
  return { ...(await services.orders.list(tenantId, filter, page)), limit }
}

/** Returns the end of a day, or the millisecond after a moment; undefined, which is no bound, after the year 9999. */
function firstMomentAfter(dateTo: string): Instant | undefined {
  const start = Date.parse(instantOf(dateTo, 'dateTo'))
  const after = new Date(start + (dateTo.length === 10 ? dayMs : 1))
  return after.getUTCFullYear() > 9999 ? undefined : after.toISOString()
}

function instantOf(date: string, field: string): Instant {
  const instant = parseInstant(date)
  if (instant === null) throw new DomainError('INVALID_REQUEST', { field })
  return instant
}
