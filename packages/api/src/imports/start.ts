import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { tenantProcedure } from '../trpc.ts'
import { withAudit } from '../with-audit.ts'
import { greatestImport, importSchema } from './import-schema.ts'
import { startImport } from './start-import.ts'
import { toWireImport } from './to-wire-import.ts'

const reference = z.string().max(2048)

export const periodFields = {
  since: z.string().max(64).describe('Start of the period, included; ISO 8601, UTC where no offset is given'),
  until: z.string().max(64).optional().describe('End of the period, not included; some minutes ago by default'),
}

const startInputSchema = compiled(
  z
    .object({
      channel: z.string().max(32).optional().describe('The marketplace; amazon by default'),
      refs: z
        .array(reference)
        .max(greatestImport)
        .optional()
        .describe(`Order references, as somebody typed or pasted them; at most ${greatestImport}`),
      text: z
        .string()
        .max(100_000)
        .optional()
        .describe('A text, such as a conversation: every order reference in it is imported'),
      since: periodFields.since.optional(),
      until: periodFields.until,
    })
    .meta({ id: 'ImportStartInput', description: 'What to import: refs, or a text, or a period from since' }),
)

const startOutputSchema = compiled(
  z
    .object({
      import: importSchema.describe('The import; watch it with imports.watch, or ask imports.get'),
      found: z.array(z.string()).describe('The references that are imported; empty for a period'),
      left: z.array(z.string()).describe('What looks like an order’s number and is no reference of the marketplace'),
    })
    .meta({ id: 'StartedImport', description: 'An import that was started, and what it is about' }),
)

/** `imports.start`: imports many orders in the background. */
export const startProcedure = tenantProcedure('orders:import')
  .meta({
    summary: 'Imports many orders in the background',
    description:
      'Name references, or give a text that mentions them, or a period: exactly one of the three. The import survives ' +
      'restarts, keeps to the marketplace’s quota, and gives way to single imports. A backfill of the same period that ' +
      'is still running is returned instead of a second one.',
    failures: ['ORDER_REF_MISSING', 'ORDER_REF_INVALID'],
  })
  .input(startInputSchema)
  .output(startOutputSchema)
  .mutation(
    withAudit(
      async ({ ctx, input: { channel = 'amazon', refs, text, since, until } }) => {
        const request = { channel, refs, text, since, until, requestedBy: ctx.identity.actor }
        const { bulkImport, found, left } = await startImport(ctx.services, ctx.tenantId, request)
        return { import: toWireImport(bulkImport, [], ctx.services.now()), found: [...found], left: [...left] }
      },
      (_call, output) => output?.import.id ?? null,
    ),
  )
