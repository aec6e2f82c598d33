import { tenantProcedure } from '../trpc.ts'
import { toWireOrder } from '../to-wire-order.ts'
import { auditSubject, withAudit } from '../with-audit.ts'
import { orderOpened } from './order-opened.ts'
import { importOrder } from './import-order.ts'
import { importInputSchema, importOutputSchema } from './import-schema.ts'

/** `orders.import`: imports one order by its marketplace reference. Idempotent. */
export const importProcedure = tenantProcedure('orders:import')
  .meta({
    summary: 'Imports one order by its marketplace reference',
    description:
      'Idempotent: repeated and simultaneous imports give one order, one id and one call to the marketplace. ' +
      'No failure leaves an order behind or changes one.',
    failures: [
      'ORDER_REF_MISSING',
      'ORDER_REF_INVALID',
      'NO_ACTIVE_CHANNEL',
      'ORDER_NOT_FOUND_FOR_TENANT',
      'SELLER_ALREADY_CONNECTED',
      'CHANNEL_REAUTH_REQUIRED',
      'UPSTREAM_ERROR',
      'UPSTREAM_FORBIDDEN',
      'UPSTREAM_TIMEOUT',
      'CREDENTIALS_UNAVAILABLE',
      'APP_CREDENTIALS_INVALID',
    ],
  })
  .input(importInputSchema)
  .output(importOutputSchema)
  .mutation(
    withAudit(
      async ({ ctx, input }) => {
        const { order, source } = await importOrder(ctx.services, ctx.tenantId, {
          channel: input.channel ?? 'amazon',
          orderRef: input.orderRef,
          refresh: input.refresh ?? false,
          conversation: input.conversation ?? {},
        })
        const now = ctx.services.now()
        if (source === 'cache') orderOpened(ctx.services, order, now)
        return { ...toWireOrder(order, now), source }
      },
      ({ ctx, input }) => auditSubject(ctx.services, input.orderRef),
    ),
  )
