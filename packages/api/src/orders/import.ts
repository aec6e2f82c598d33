import { tenantProcedure } from '../trpc.ts'
import { toWireOrder } from '../wire-order.ts'
import { importOrder } from './import-order.ts'
import { importInputSchema, importOutputSchema } from './import-schema.ts'

/** `orders.import`: imports one order by its marketplace reference. Idempotent. */
export const importProcedure = tenantProcedure
  .input(importInputSchema)
  .output(importOutputSchema)
  .mutation(async ({ ctx, input }) => {
    const { order, source } = await importOrder(ctx.services, ctx.tenantId, {
      orderRef: input.orderRef,
      channel: input.channel ?? 'amazon',
      refresh: input.refresh ?? false,
      conversation: input.conversation ?? {},
    })
    return { ...toWireOrder(order), source }
  })
