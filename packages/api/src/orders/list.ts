import { tenantProcedure } from '../trpc.ts'
import { toWireOrder } from '../to-wire-order.ts'
import { listOrders } from './list-orders.ts'
import { listInputSchema, listOutputSchema } from './list-schema.ts'

/** `orders.list`: the tenant's stored orders, newest order date first, undated last. */
export const listProcedure = tenantProcedure('orders:read')
  .meta({
    summary: 'Lists the tenant’s stored orders',
    description: 'Newest order date first, undated last, then by id.',
    failures: [],
  })
  .input(listInputSchema.prefault({}))
  .output(listOutputSchema)
  .query(async ({ ctx, input }) => {
    const { orders, total, limit, hasMore, nextCursor } = await listOrders(ctx.services, ctx.tenantId, input)
    const now = ctx.services.now()
    return {
      orders: orders.map((order) => toWireOrder(order, now)),
      count: orders.length,
      total,
      pagination: { limit, offset: input.offset, hasMore, nextCursor },
    }
  })
