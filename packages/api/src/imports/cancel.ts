import { tenantProcedure } from '../trpc.ts'
import { withAudit } from '../with-audit.ts'
import { auditedImport, describeImport, foundImport } from './find-import.ts'
import { importIdSchema, importSchema } from './import-schema.ts'

/** `imports.cancel`: stops an import. What it has stored stays. */
export const cancelProcedure = tenantProcedure('orders:import')
  .meta({
    summary: 'Stops an import',
    description:
      'The order that is being asked for at that moment may still be stored. An ended import stays as it is.',
    failures: ['IMPORT_NOT_FOUND'],
  })
  .input(importIdSchema)
  .output(importSchema)
  .mutation(
    withAudit(
      async ({ ctx: { services, tenantId }, input }) => {
        const now = services.now().toISOString()
        return describeImport(services, tenantId, foundImport(await services.imports.cancel(tenantId, input.id, now)))
      },
      ({ input }) => auditedImport(input.id),
    ),
  )
