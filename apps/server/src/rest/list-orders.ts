import { z } from 'zod'
import { toRestOrder } from './rest-order.ts'
import { call, type RestRoute } from './route.ts'

/**
 * Parameters as the procedure takes them: one sent empty counts as not sent, and digits are a number. Everything else
 * passes unchanged, for the procedure's schema to refuse once the caller is authorised.
 */
const text = z
  .unknown()
  .transform((value) => (value === '' ? undefined : value))
  .optional()
const wholeNumber = text.transform((value) =>
  typeof value === 'string' && /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : value,
)

const querySchema = z.object({
  q: text,
  status: text,
  channel: text,
  dateFrom: text,
  dateTo: text,
  limit: wholeNumber,
  offset: wholeNumber,
})

/** `GET /api/v1/orders`: the tenant's stored orders. */
export const listOrders: RestRoute = async (request, procedures) => {
  const input = querySchema.parse(request.query)
  const { orders, count, total, pagination } = await call(procedures.orders.list, input)
  const { limit, offset, hasMore } = pagination
  return { orders: orders.map(toRestOrder), count, total, pagination: { limit, offset, hasMore } }
}
