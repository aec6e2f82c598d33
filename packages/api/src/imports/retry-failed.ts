import { tenantProcedure } from '../trpc.ts'
import { withAudit } from '../with-audit.ts'
import { auditedImport, describeImport, foundImport } from './find-import.ts'
import { importIdSchema, importSchema } from './import-schema.ts'

/** `imports.retryFailed`: tries the failed orders of an import again. */
export const retryFailedProcedure = tenantProcedure('orders:import')
  .meta({
    summary: 'Tries the failed orders of an import again',
    description: 'A backfill that stopped goes on where it stopped. An import in which nothing failed stays as it is.',
    failures: ['IMPORT_NOT_FOUND'],
  })
  .input(importIdSchema)
  .output(importSchema)
  .mutation(
    withAudit(
      async ({ ctx: { services, tenantId }, input }) => {
        const now = services.now().toISOString()
        const bulkImport = await services.imports.retryFailed(tenantId, input.id, now)
        return describeImport(services, tenantId, foundImport(bulkImport))
      },
      ({ input }) => auditedImport(input.id),
    ),
  )
