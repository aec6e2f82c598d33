import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { orderSchema } from '../order-schema.ts'
import { tenantProcedure } from '../trpc.ts'
import { toWireOrder } from '../to-wire-order.ts'
import { lateOrders } from './late-orders.ts'

const greatestLimit = 100

const lateInputSchema = compiled(
  z
    .object({
      limit: z.int().min(0).default(50).describe(`Orders at most; above ${greatestLimit} means ${greatestLimit}`),
    })
    .meta({ id: 'LateOrdersInput', description: 'How many orders to return' }),
)

const lateOutputSchema = compiled(
  z
    .object({
      orders: z.array(orderSchema).describe('The most urgent first'),
      count: z.int().describe('Orders in this answer'),
    })
    .meta({ id: 'LateOrders', description: 'Orders that need somebody today' }),
)

/** `orders.late`: the tenant's orders that are late, or due today and not shipped. */
export const lateProcedure = tenantProcedure('orders:read')
  .meta({
    summary: 'Lists the tenant’s orders that are late, or due today and not shipped',
    description:
      'Late: the promised delivery has passed. Due: to be shipped, or promised, today (UTC) or earlier and not shipped. ' +
      'The most urgent first.',
    failures: [],
  })
  .input(lateInputSchema.prefault({}))
  .output(lateOutputSchema)
  .query(async ({ ctx, input }) => {
    const now = ctx.services.now()
    const orders = await lateOrders(ctx.services, ctx.tenantId, Math.min(input.limit, greatestLimit))
    return { orders: orders.map((order) => toWireOrder(order, now)), count: orders.length }
  })
