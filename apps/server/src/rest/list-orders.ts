import { createCaller, listInputSchema, parseInput } from '@orderport/api'
import { z } from 'zod'
import type { RestRoute } from './route.ts'

/** A parameter sent empty is one not sent; a parameter sent twice is refused; a number is digits alone. */
const text = z
  .string()
  .transform((value) => (value === '' ? undefined : value))
  .optional()
const wholeNumber = text.pipe(
  z
    .string()
    .regex(/^\d+$/)
    .transform((digits) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER))
    .optional(),
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
export const listOrders: RestRoute = async (request, context) => {
  const input = parseInput(listInputSchema, parseInput(querySchema, request.query))
  const { orders, count, total, pagination } = await createCaller(context).orders.list(input)
  const { limit, offset, hasMore } = pagination
  return { orders, count, total, pagination: { limit, offset, hasMore } }
}
