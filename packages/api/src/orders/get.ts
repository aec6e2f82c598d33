import { DomainError } from '@orderport/domain'
import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { orderSchema } from '../order-schema.ts'
import { tenantProcedure } from '../trpc.ts'
import { toWireOrder } from '../to-wire-order.ts'
import { auditSubject, withAudit } from '../with-audit.ts'
import { orderOpened } from './order-opened.ts'
import { idOrReferenceIn } from './typed-reference.ts'

const getInputSchema = compiled(
  z
    .object({
      orderId: z
        .string()
        .meta({ description: 'The order’s id or its marketplace reference', examples: ['171-4093870-1757126'] }),
    })
    .meta({ id: 'OrderGetInput', description: 'Which order to read' }),
)

/** `orders.get`: one stored order of the tenant. Another tenant's order is as absent as one that doesn't exist. */
export const getProcedure = tenantProcedure('orders:read')
  .meta({
    summary: 'Reads one stored order of the tenant',
    description: 'Another tenant’s order is as absent as one that doesn’t exist. Reading changes nothing.',
    failures: ['ORDER_NOT_FOUND'],
  })
  .input(getInputSchema)
  .output(orderSchema)
  .query(
    withAudit(
      async ({ ctx, input }) => {
        const order = await ctx.services.orders.get(ctx.tenantId, idOrReferenceIn(ctx.services, input.orderId))
        if (order === null) throw new DomainError('ORDER_NOT_FOUND')
        const now = ctx.services.now()
        orderOpened(ctx.services, order, now)
        return toWireOrder(order, now)
      },
      ({ ctx, input }, order) => order?.orderId ?? auditSubject(ctx.services, input.orderId),
    ),
  )
