import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { tenantProcedure } from '../trpc.ts'
import { withAudit } from '../with-audit.ts'
import { forecastBackfill } from './forecast.ts'
import { periodFields } from './start.ts'
import { periodOf } from './start-import.ts'

const previewInputSchema = compiled(
  z
    .object({ channel: z.string().max(32).optional().describe('The marketplace; amazon by default'), ...periodFields })
    .meta({ id: 'ImportPreviewInput', description: 'The period of a backfill' }),
)

const previewOutputSchema = compiled(
  z
    .object({
      since: z.string().describe('Start of the period, included'),
      until: z.string().describe('End of the period, not included, as a backfill would take it'),
      orders: z.int().describe('Orders in the period'),
      isExact: z
        .boolean()
        .describe('Whether they were counted; else they are estimated from pages of three of its weeks'),
      calls: z.int().describe('Calls to the marketplace'),
      seconds: z.int().describe('How long they take at the marketplace’s published rate'),
      doneBy: z.string().describe('When a backfill that starts now and has the quota for itself will have ended'),
    })
    .meta({ id: 'ImportPreview', description: 'The forecast of a backfill' }),
)

/** `imports.preview`: how many orders a backfill will import, and how long that will take. */
export const previewProcedure = tenantProcedure('orders:import')
  .meta({
    summary: 'Forecasts a backfill: how many orders, and how long',
    description: 'Costs a few calls to the marketplace. Nothing is stored.',
    failures: [
      'NO_ACTIVE_CHANNEL',
      'SELLER_ALREADY_CONNECTED',
      'CHANNEL_REAUTH_REQUIRED',
      'UPSTREAM_ERROR',
      'UPSTREAM_FORBIDDEN',
      'UPSTREAM_TIMEOUT',
      'CREDENTIALS_UNAVAILABLE',
      'APP_CREDENTIALS_INVALID',
    ],
  })
  .input(previewInputSchema)
  .output(previewOutputSchema)
  .query(
    withAudit(
      async ({ ctx: { services, tenantId }, input }) => {
        const period = periodOf(services, input.since, input.until)
        return { ...period, ...(await forecastBackfill(services, tenantId, input.channel ?? 'amazon', period)) }
      },
      () => null,
    ),
  )
